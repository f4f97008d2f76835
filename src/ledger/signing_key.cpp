#include "muster/ledger/head.hpp"
#include "sodium_ready.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sodium.h>
#include <span>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::ledger {
namespace {

constexpr std::string_view first_line = "muster signing key 1\n";
constexpr std::size_t seed_digits = std::size_t{2} * crypto_sign_SEEDBYTES;
constexpr std::size_t file_size = first_line.size() + seed_digits + 1;

/// A descriptor that is closed in the end.
class File {
  public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    ~File() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] int get() const { return descriptor_; }

  private:
    int descriptor_;
};

tl::unexpected<Error> system_failure(const std::filesystem::path& file, const std::string& what) {
    return fail(Error{ErrorKind::bad_input, what + ": " + std::strerror(errno), file.string()});
}

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t n = ::write(file, text.data(), text.size());
        if (n < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
    }
    return true;
}

/// Fills the buffer as far as the file goes. Gives the bytes read; nothing: an error.
std::optional<std::size_t> read_all(int file, std::span<char> buffer) {
    std::size_t size = 0;
    while (size < buffer.size()) {
        const ssize_t n = ::read(file, buffer.data() + size, buffer.size() - size);
        if (n == 0) {
            break;
        }
        if (n < 0 && errno != EINTR) {
            return std::nullopt;
        }
        size += n > 0 ? static_cast<std::size_t>(n) : 0;
    }
    return size;
}

/// The name of a new file is on the disk only when its folder is.
bool sync_folder_of(const std::filesystem::path& file) {
    const auto parent = file.parent_path();
    const File folder(::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // EINVAL: a file system that has no such thing as syncing a folder.
    return folder.get() >= 0 && (::fsync(folder.get()) == 0 || errno == EINVAL);
}

std::optional<Hash> seed_in(std::string_view text) {
    if (text.size() != file_size || text.substr(0, first_line.size()) != first_line || text.back() != '\n') {
        return std::nullopt;
    }
    return hash_from_hex(text.substr(first_line.size(), seed_digits));
}

} // namespace

static_assert(crypto_sign_SEEDBYTES == std::tuple_size_v<Hash>);
static_assert(crypto_sign_PUBLICKEYBYTES == std::tuple_size_v<PublicKey>);
static_assert(crypto_sign_BYTES == std::tuple_size_v<Signature>);

SigningKey SigningKey::generate() {
    sodium_ready();
    SigningKey key;
    static_assert(sizeof key.secret_ == crypto_sign_SECRETKEYBYTES);
    crypto_sign_keypair(key.public_.data(), key.secret_.data());
    return key;
}

Result<SigningKey> SigningKey::read(const std::filesystem::path& path) {
    sodium_ready();
    // O_NONBLOCK: a pipe of that name must not make the program wait.
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0) {
        return system_failure(path, "the signing key cannot be read");
    }
    if (S_ISREG(status.st_mode) && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fail(Error{ErrorKind::refused,
                          "others than its owner may use this signing key, so heads that it signs would prove "
                          "nothing; if nobody has, take the permission away (chmod 600)",
                          path.string()});
    }
    std::array<char, file_size + 1> text{}; // one byte more, to see a longer file
    const auto size = read_all(file.get(), text);
    if (!size) {
        return system_failure(path, "the signing key cannot be read");
    }
    auto seed = seed_in({text.data(), *size});
    sodium_memzero(text.data(), text.size());
    if (!seed) {
        return fail(Error{ErrorKind::bad_input,
                          "is not a signing key: expected a line \"muster signing key 1\" and a line of 64 lower-case "
                          "hexadecimal digits",
                          path.string()});
    }
    SigningKey key;
    crypto_sign_seed_keypair(key.public_.data(), key.secret_.data(), seed->data());
    sodium_memzero(seed->data(), seed->size());
    return key;
}

Result<void> SigningKey::write(const std::filesystem::path& path) const {
    const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (file.get() < 0 && errno == EEXIST) {
        return fail(Error{ErrorKind::refused, "exists already; a signing key is never overwritten, choose another name",
                          path.string()});
    }
    if (file.get() < 0) {
        return system_failure(path, "the signing key cannot be written");
    }
    std::string text(first_line);
    text += hex({reinterpret_cast<const char*>(secret_.data()), crypto_sign_SEEDBYTES}) + "\n"; // seed, public key
    const bool written = write_all(file.get(), text) && ::fsync(file.get()) == 0 && sync_folder_of(path);
    sodium_memzero(text.data(), text.size());
    if (!written) {
        auto failure = system_failure(path, "the signing key cannot be written");
        ::unlink(path.c_str());
        return failure;
    }
    return {};
}

SignedHead SigningKey::sign(const TreeHead& head) const {
    sodium_ready();
    SignedHead made{head, public_, {}};
    const std::string text = signed_text(head);
    crypto_sign_detached(made.signature.data(), nullptr, reinterpret_cast<const unsigned char*>(text.data()),
                         text.size(), secret_.data());
    return made;
}

} // namespace muster::ledger
