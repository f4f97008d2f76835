// A library that is loaded into a PostgreSQL server (LD_PRELOAD) and makes its disk fail when the test says so. It
// takes the place of the C library's functions for the files in the server's data folder alone. The file that
// MUSTER_SERVER_DISK names is shared memory.

#include "server_disk.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

ServerDisk* disk = nullptr;

__attribute__((constructor)) void find_disk() {
    const char* path = std::getenv("MUSTER_SERVER_DISK");
    const int file = path != nullptr ? ::open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file >= 0) {
        void* memory = ::mmap(nullptr, sizeof(ServerDisk), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        disk = memory != MAP_FAILED ? static_cast<ServerDisk*>(memory) : nullptr;
        ::close(file);
    }
}

template <class Function> Function next(const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

bool in_data_folder(int file) {
    char link[64];
    char path[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t size = ::readlink(link, path, sizeof path - 1);
    if (size <= 0) {
        return false;
    }
    path[size] = '\0';
    return std::strstr(path, "/data/") != nullptr;
}

/// The fault that this operation meets.
int met(int file, bool sync) {
    const int before = errno;
    int fault = disk != nullptr ? __atomic_load_n(&disk->fault, __ATOMIC_SEQ_CST) : ServerDisk::none;
    if (fault == ServerDisk::none || !in_data_folder(file) ||
        __atomic_fetch_sub(&disk->after, 1, __ATOMIC_SEQ_CST) > 0 || (fault == ServerDisk::sync_error) != sync) {
        fault = ServerDisk::none;
    } else {
        if (disk->lasting == 0 && !__atomic_compare_exchange_n(&disk->fault, &fault, ServerDisk::none, false,
                                                               __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
            fault = ServerDisk::none; // another process met it
        } else {
            __atomic_fetch_add(&disk->struck, 1, __ATOMIC_SEQ_CST);
        }
    }
    errno = before;
    return fault;
}

/// How many of `size` bytes are written; negative: none, and errno says why.
ssize_t allowed(int file, std::size_t size) {
    switch (met(file, false)) {
    case ServerDisk::full: errno = ENOSPC; return -1;
    case ServerDisk::error: errno = EIO; return -1;
    case ServerDisk::short_write: return static_cast<ssize_t>(size > 1 ? size / 2 : size);
    default: return static_cast<ssize_t>(size);
    }
}

int synced(int file, const char* name) {
    if (met(file, true) != ServerDisk::none) {
        errno = EIO;
        return -1;
    }
    return next<int (*)(int)>(name)(file);
}

} // namespace

extern "C" {

ssize_t write(int file, const void* bytes, size_t size) {
    const ssize_t count = allowed(file, size);
    static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
    return count < 0 ? count : real(file, bytes, static_cast<size_t>(count));
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t offset) {
    const ssize_t count = allowed(file, size);
    static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
    return count < 0 ? count : real(file, bytes, static_cast<size_t>(count), offset);
}

ssize_t pwritev(int file, const iovec* parts, int count, off_t offset) {
    const ssize_t whole = allowed(file, static_cast<size_t>(2 * count));
    static const auto real = next<ssize_t (*)(int, const iovec*, int, off_t)>("pwritev");
    if (whole < 0) {
        return whole;
    }
    return real(file, parts, whole < 2 * count && count > 1 ? count / 2 : count, offset);
}

int fsync(int file) {
    return synced(file, "fsync");
}

int fdatasync(int file) {
    return synced(file, "fdatasync");
}
}
