#pragma once

/// What a server's processes and the test share in memory: how the disk is to fail. Zero: not at all.
struct ServerDisk {
    enum Fault : int { none, full, error, short_write, sync_error };

    int fault;            ///< one of Fault
    int lasting;          ///< until `fault` is none again; otherwise once
    long long after;      ///< so many writes and syncs pass before; counted down
    unsigned long struck; ///< how often it failed
};
