#pragma once

namespace muster::ledger {

/// Makes libsodium ready: chooses its implementations and opens the system's generator, once in a process. To be
/// called before keys, signatures, boxes and random bytes; cheap, and safe from any thread.
void sodium_ready();

} // namespace muster::ledger
