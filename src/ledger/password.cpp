#include "muster/ledger/password.hpp"

#include "sodium_ready.hpp"

#include <cerrno>
#include <sodium.h>

namespace muster::ledger {
namespace {

/// The hash of 32 random bytes that nobody kept.
constexpr const char* nobodys =
    "$argon2id$v=19$m=262144,t=3,p=1$vqQBwCkkMpcA0yNUWMKDrg$dxM64qeGlgwTfRtLJ5nknkMkaI9IkCpznab0t4OPP1w";

tl::unexpected<Error> no_memory() {
    return fail(
        ErrorKind::unavailable,
        "there is not enough memory to check a password (256 MB are needed); close other programs and try again");
}

} // namespace

PasswordCost moderate_cost() {
    return {crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE};
}

PasswordCost least_cost() {
    return {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};
}

Result<std::string> hash_password(std::string_view password, const PasswordCost& cost) {
    sodium_ready();
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str(hash.data(), password.data(), password.size(), cost.operations, cost.memory) != 0) {
        return no_memory();
    }
    hash.resize(hash.find('\0'));
    return hash;
}

Result<bool> is_password(std::string_view password, const std::string& hash) {
    sodium_ready();
    const std::string held = hash.empty() ? nobodys : hash;
    errno = 0;
    const bool same = crypto_pwhash_str_verify(held.c_str(), password.data(), password.size()) == 0;
    // A password that is another one sets EINVAL; memory that is not there, ENOMEM.
    if (!same && errno == ENOMEM) {
        return no_memory();
    }
    return same && !hash.empty();
}

} // namespace muster::ledger
