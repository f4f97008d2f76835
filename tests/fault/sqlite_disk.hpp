#pragma once

#include "muster/base/random.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::fault {

/// What a file held at the last sync, and what was done to it since: what a power cut may lose.
class UnsyncedFile {
  public:
    explicit UnsyncedFile(std::string synced) : synced_(std::move(synced)) {}

    void write(std::size_t offset, std::string bytes) { changes_.push_back({false, offset, std::move(bytes)}); }
    void truncate(std::size_t size) { changes_.push_back({true, size, {}}); }
    void sync();

    /// What the disk may hold after the power failed: of what was not synced, nothing, everything, the beginning (the
    /// last write torn), or in each sector of 512 bytes any of its states, whatever the order they were written in.
    [[nodiscard]] std::string after_cut(Random& random) const;

  private:
    struct Change {
        bool truncate = false;
        std::size_t offset = 0; ///< `truncate`: the size
        std::string bytes{};
    };
    static void apply(const Change& change, std::string& content);
    [[nodiscard]] std::string beginning(Random& random) const;
    [[nodiscard]] std::string any_sectors(Random& random) const;

    std::string synced_;
    std::vector<Change> changes_{};
};

/// The files of one database on a disk that may lose its power: their content, and whether they are there.
class PowerModel {
  public:
    /// Takes the files of the database `path` as they are, as lying on the disk safely.
    void begin(const std::string& path);

    void create(const std::string& path);
    void remove(const std::string& path, bool synced);
    [[nodiscard]] UnsyncedFile* file(const std::string& path);
    /// A new file's name becomes lasting with its first sync (SQLite then syncs the folder), and all others with it.
    void sync(const std::string& path);

    /// Makes the real files what they may be after a power cut.
    void cut(Random& random) const;

  private:
    using Folder = std::map<std::string, std::shared_ptr<UnsyncedFile>>;
    Folder now_{};
    Folder synced_{};
};

/// The disk under SQLite as tests need it: SQLite's own, until it is told to fail. Once installed it serves every
/// database that is opened. It watches the database, its log and its journal.
class SqliteDisk {
  public:
    enum class Fault {
        none,
        full,        ///< ENOSPC: nothing of the write is done
        short_full,  ///< ENOSPC after half of it
        write_error, ///< EIO
        short_error, ///< EIO after half of it
        sync_error,  ///< EIO from fsync
        kill_before, ///< the process ends by SIGKILL
        kill_within, ///< with half of the write done
        kill_after,
        power, ///< every file operation fails from here on; see `cut`
    };
    struct Plan {
        Fault fault = Fault::none;
        std::uint64_t after = 0; ///< so many writes, syncs and truncations pass before
        bool lasting = false;    ///< goes on until `lift`, or strikes once
        bool at_sync = false;    ///< strikes at a sync
    };

    /// The one there is, in order, whatever it was told before.
    [[nodiscard]] static SqliteDisk& install();

    void arm(const Plan& plan);
    void lift() { plan_ = {}; }
    [[nodiscard]] bool struck() const { return struck_; }
    /// Writes, syncs and truncations since the beginning.
    [[nodiscard]] std::uint64_t operations() const { return operations_; }

    /// Has the database that was opened last empty its log into the file after so many pages, not SQLite's 1000.
    void checkpoint_after(int pages);
    /// 1000, or few, so that the log is emptied often.
    [[nodiscard]] static int draw_log_pages(Random& random);

    /// Watches what is not synced, from now on; all databases must be closed.
    void watch(const std::string& path);
    /// After Fault::power, or without: the power fails, and comes back. All databases must be closed.
    void cut(Random& random);

    // Called by SQLite.

    enum class Operation { write, sync, truncate };
    /// Whether the operation strikes the fault that is planned, which then happens.
    [[nodiscard]] Fault strike(Operation operation);
    [[nodiscard]] bool off() const { return struck_ && plan_.fault == Fault::power; }
    [[nodiscard]] PowerModel* power() { return power_ ? &*power_ : nullptr; }

  private:
    SqliteDisk() = default;
    Plan plan_{};
    bool struck_ = false;
    std::uint64_t operations_ = 0;
    std::uint64_t armed_at_ = 0;
    std::optional<PowerModel> power_{};
};

} // namespace muster::fault
