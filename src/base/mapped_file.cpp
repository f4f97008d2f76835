#include "muster/base/mapped_file.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster {
namespace {

tl::unexpected<Error> system_failure(const std::filesystem::path& path, const char* what) {
    return fail(Error{ErrorKind::bad_input, std::string(what) + ": " + std::strerror(errno), path.string()});
}

} // namespace

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return system_failure(path, "cannot be opened");
    }
    struct stat status {};
    if (::fstat(file, &status) != 0 || status.st_size <= 0 || !S_ISREG(status.st_mode)) {
        ::close(file);
        return fail(Error{ErrorKind::bad_input, "is empty or no file", path.string()});
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    void* at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
    ::close(file);          // the mapping stays
    if (at == MAP_FAILED) { // NOLINT: a macro of the system
        return system_failure(path, "cannot be mapped");
    }
    return MappedFile(std::string_view(static_cast<const char*>(at), size));
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
}

MappedFile::~MappedFile() {
    if (!bytes_.empty()) {
        ::munmap(const_cast<char*>(bytes_.data()), bytes_.size()); // NOLINT: munmap takes no const
    }
}

Result<NewFile> NewFile::create(const std::filesystem::path& path) {
    std::filesystem::path temporary = path;
    std::array<char, 256> host{}; // several machines may write into one folder
    ::gethostname(host.data(), host.size() - 1);
    temporary.replace_filename("." + path.filename().string() + ".unfinished-" + host.data() + "-" +
                               std::to_string(::getpid()));
    UnfinishedFile unfinished(temporary.string());
    const int file = ::open(temporary.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) {
        return system_failure(path, "cannot be made");
    }
    return NewFile(path, std::move(unfinished), file);
}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::move(other.temporary_)), file_(std::exchange(other.file_, -1)) {}

NewFile::~NewFile() {
    if (file_ >= 0) { // `temporary_` removes it
        ::close(file_);
    }
}

Result<void> NewFile::write_at(std::size_t offset, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (n < 0 && errno != EINTR) {
            return system_failure(path_, "cannot be written");
        }
        const auto done = static_cast<std::size_t>(n > 0 ? n : 0);
        bytes.remove_prefix(done);
        offset += done;
    }
    return {};
}

Result<void> NewFile::finish() {
    if (::fsync(file_) != 0 || ::rename(temporary_.path().c_str(), path_.c_str()) != 0) {
        return system_failure(path_, "cannot be written");
    }
    ::close(std::exchange(file_, -1));
    const std::filesystem::path parent = path_.parent_path();
    const int folder = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = folder >= 0 && ::fsync(folder) == 0;
    if (folder >= 0) {
        ::close(folder);
    }
    return synced ? Result<void>{} : system_failure(path_, "its folder cannot be written to the disk");
}

} // namespace muster
