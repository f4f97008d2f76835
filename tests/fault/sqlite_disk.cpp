#include "sqlite_disk.hpp"

#include <csignal>
#include <cstring>
#include <new>
#include <sqlite3.h>
#include <stdexcept>
#include <unistd.h>

namespace muster::fault {
namespace {

using Fault = SqliteDisk::Fault;
using Operation = SqliteDisk::Operation;

SqliteDisk* disk = nullptr;
sqlite3_vfs* real_vfs = nullptr;
sqlite3* newest_database = nullptr;

int remember(sqlite3* database, const char**, const sqlite3_api_routines*) {
    newest_database = database;
    return SQLITE_OK;
}

/// SQLite's own file stands in memory behind this.
struct File {
    sqlite3_file base;
    char* path; ///< of a file that is watched, or null
};

sqlite3_file* real(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1);
}

/// The path of a file that is watched, or null.
const char* watched(sqlite3_file* file) {
    return reinterpret_cast<File*>(file)->path;
}

UnsyncedFile* model_of(sqlite3_file* file) {
    return disk->power() != nullptr ? disk->power()->file(watched(file)) : nullptr;
}

[[noreturn]] void end_here() {
    ::kill(::getpid(), SIGKILL);
    std::abort();
}

/// What was written must be told to the model as well.
int write_through(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    const int done = real(file)->pMethods->xWrite(real(file), bytes, count, offset);
    UnsyncedFile* model = watched(file) != nullptr ? model_of(file) : nullptr;
    if (done == SQLITE_OK && model != nullptr) {
        model->write(static_cast<std::size_t>(offset),
                     std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(count)));
    }
    return done;
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    if (watched(file) == nullptr) {
        return write_through(file, bytes, count, offset);
    }
    if (disk->off()) {
        return SQLITE_IOERR_WRITE;
    }
    const Fault fault = disk->strike(Operation::write);
    switch (fault) {
    case Fault::full: return SQLITE_FULL;
    case Fault::write_error: return SQLITE_IOERR_WRITE;
    case Fault::kill_before: end_here();
    case Fault::kill_within:
    case Fault::short_full:
    case Fault::short_error:
        write_through(file, bytes, count / 2, offset);
        if (fault == Fault::kill_within) {
            end_here();
        }
        return fault == Fault::short_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    case Fault::power: // the write was under way: it may be there, or a part of it
        write_through(file, bytes, count, offset);
        return SQLITE_IOERR_WRITE;
    default: break;
    }
    const int done = write_through(file, bytes, count, offset);
    if (fault == Fault::kill_after) {
        end_here();
    }
    return done;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (watched(file) == nullptr) {
        return real(file)->pMethods->xTruncate(real(file), size);
    }
    if (disk->off()) {
        return SQLITE_IOERR_TRUNCATE;
    }
    const Fault fault = disk->strike(Operation::truncate);
    if (fault == Fault::write_error || fault == Fault::short_error) {
        return SQLITE_IOERR_TRUNCATE;
    }
    if (fault == Fault::kill_before) {
        end_here();
    }
    const int done = real(file)->pMethods->xTruncate(real(file), size);
    if (UnsyncedFile* model = model_of(file); done == SQLITE_OK && model != nullptr) {
        model->truncate(static_cast<std::size_t>(size));
    }
    if (fault == Fault::kill_after || fault == Fault::kill_within) {
        end_here();
    }
    return fault == Fault::power ? SQLITE_IOERR_TRUNCATE : done;
}

int sync(sqlite3_file* file, int flags) {
    if (watched(file) == nullptr) {
        return real(file)->pMethods->xSync(real(file), flags);
    }
    if (disk->off()) {
        return SQLITE_IOERR_FSYNC;
    }
    const Fault fault = disk->strike(Operation::sync);
    if (fault == Fault::sync_error || fault == Fault::power) {
        return SQLITE_IOERR_FSYNC;
    }
    if (fault == Fault::kill_before) {
        end_here();
    }
    // Nothing needs to reach the real disk where its power is only thought of.
    const int done = disk->power() != nullptr ? SQLITE_OK : real(file)->pMethods->xSync(real(file), flags);
    if (disk->power() != nullptr) {
        disk->power()->sync(watched(file));
    }
    if (fault == Fault::kill_after || fault == Fault::kill_within) {
        end_here();
    }
    return done;
}

int close(sqlite3_file* file) {
    const int done = real(file)->pMethods->xClose(real(file));
    sqlite3_free(reinterpret_cast<File*>(file)->path);
    file->pMethods = nullptr;
    return done;
}

const sqlite3_io_methods& methods() {
    static const sqlite3_io_methods all{
        2, // without memory-mapped pages, which would pass us by
        close,
        [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), to, n, at); },
        write,
        truncate,
        sync,
        [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
        [](sqlite3_file* f, int lock) { return real(f)->pMethods->xLock(real(f), lock); },
        [](sqlite3_file* f, int lock) { return real(f)->pMethods->xUnlock(real(f), lock); },
        [](sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); },
        [](sqlite3_file* f, int op, void* arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); },
        [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
        [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
        [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
            return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
        },
        [](sqlite3_file* f, int at, int n, int flags) { return real(f)->pMethods->xShmLock(real(f), at, n, flags); },
        [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
        [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); },
        nullptr,
        nullptr,
    };
    return all;
}

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    file->pMethods = nullptr;
    char*& path = reinterpret_cast<File*>(file)->path;
    path = nullptr;
    const bool watch =
        name != nullptr && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    if (watch && disk->off()) {
        return SQLITE_CANTOPEN;
    }
    const int done = real_vfs->xOpen(real_vfs, name, real(file), flags, out_flags);
    if (real(file)->pMethods != nullptr) {
        file->pMethods = &methods();
        path = watch ? sqlite3_mprintf("%s", name) : nullptr;
    }
    if (done == SQLITE_OK && watch && disk->power() != nullptr) {
        disk->power()->create(name);
    }
    return done;
}

int remove(sqlite3_vfs*, const char* name, int sync_folder) {
    if (disk->off()) {
        return SQLITE_IOERR_DELETE;
    }
    const int done = real_vfs->xDelete(real_vfs, name, sync_folder);
    if (done == SQLITE_OK && disk->power() != nullptr) {
        disk->power()->remove(name, sync_folder != 0);
    }
    return done;
}

} // namespace

SqliteDisk& SqliteDisk::install() {
    static SqliteDisk only;
    static sqlite3_vfs vfs{};
    only.lift();
    only.power_.reset();
    if (disk == nullptr) {
        disk = &only;
        real_vfs = sqlite3_vfs_find(nullptr);
        vfs = *real_vfs; // what is not replaced asks the real one, by its own data
        vfs.zName = "muster-fault";
        vfs.szOsFile = real_vfs->szOsFile + static_cast<int>(sizeof(File));
        vfs.xOpen = open;
        vfs.xDelete = remove;
        if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK ||
            sqlite3_auto_extension(reinterpret_cast<void (*)()>(&remember)) != SQLITE_OK) {
            throw std::runtime_error("SQLite does not take the disk that can fail");
        }
    }
    return only;
}

void SqliteDisk::arm(const Plan& plan) {
    plan_ = plan;
    struck_ = false;
    armed_at_ = operations_;
}

void SqliteDisk::checkpoint_after(int pages) {
    sqlite3_wal_autocheckpoint(newest_database, pages);
}

int SqliteDisk::draw_log_pages(Random& random) {
    static const std::vector<int> pages{1000, 100, 20};
    return pages[random.below(pages.size())];
}

void SqliteDisk::watch(const std::string& path) {
    plan_ = {};
    struck_ = false;
    power_.emplace();
    power_->begin(path);
}

void SqliteDisk::cut(Random& random) {
    lift();
    if (power_) {
        power_->cut(random);
    }
    power_.reset();
}

SqliteDisk::Fault SqliteDisk::strike(Operation operation) {
    const std::uint64_t number = operations_++ - armed_at_;
    if (plan_.fault == Fault::none || number < plan_.after || (struck_ && !plan_.lasting)) {
        return Fault::none;
    }
    bool fits = true;
    switch (plan_.fault) {
    case Fault::full:
    case Fault::short_full: fits = operation == Operation::write; break;
    case Fault::write_error:
    case Fault::short_error: fits = operation != Operation::sync; break;
    case Fault::sync_error: fits = operation == Operation::sync; break;
    default: break;
    }
    fits = fits && (!plan_.at_sync || operation == Operation::sync);
    struck_ = struck_ || fits;
    return fits ? plan_.fault : Fault::none;
}

} // namespace muster::fault
