#include "muster/ledger/seal.hpp"

#include "sodium_ready.hpp"

#include <algorithm>
#include <sodium.h>

namespace muster::ledger {
namespace {

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t salt_size = 32;

const unsigned char* octets(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* octets(std::string& bytes, std::size_t from = 0) {
    return reinterpret_cast<unsigned char*>(bytes.data() + from);
}

Hash commitment_to(std::string_view salt_and_text) {
    Sha256 sha;
    sha.update("muster commitment 1\n");
    sha.update(salt_and_text);
    return sha.finish();
}

Result<std::string> salt_and_text_of(std::string_view box, const SubjectKey& key, std::string_view context) {
    sodium_ready();
    if (box.size() < nonce_size + salt_size + tag_size) {
        return fail(ErrorKind::verification, "the box of personal data is cut off: it has " +
                                                 std::to_string(box.size()) + " bytes, the smallest possible has " +
                                                 std::to_string(nonce_size + salt_size + tag_size));
    }
    const std::string_view cipher = box.substr(nonce_size);
    std::string inner(cipher.size() - tag_size, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(octets(inner), nullptr, nullptr, octets(cipher), cipher.size(),
                                                   octets(context), context.size(), octets(box), key.data()) != 0) {
        return fail(ErrorKind::verification,
                    "the box of personal data does not open: it was changed, or belongs to another entry or key");
    }
    return inner;
}

} // namespace

static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == std::tuple_size_v<SubjectKey>);

SubjectKey new_subject_key() {
    sodium_ready();
    SubjectKey key;
    randombytes_buf(key.data(), key.size());
    return key;
}

Sealed seal(std::string_view text, const SubjectKey& key, std::string_view context) {
    std::string inner = random_bytes(salt_size);
    inner.reserve(salt_size + text.size()); // no copy of the text is left behind by growing
    inner += text;
    // 192 random bits: no nonce comes twice under one key.
    std::string box = random_bytes(nonce_size);
    box.resize(nonce_size + inner.size() + tag_size);
    crypto_aead_xchacha20poly1305_ietf_encrypt(octets(box, nonce_size), nullptr, octets(inner), inner.size(),
                                               octets(context), context.size(), nullptr, octets(box), key.data());
    Sealed sealed{std::move(box), commitment_to(inner)};
    sodium_memzero(inner.data(), inner.size());
    return sealed;
}

Result<std::string> open(std::string_view box, const Hash& commitment, const SubjectKey& key,
                         std::string_view context) {
    auto opened = salt_and_text_of(box, key, context);
    if (!opened) {
        return fail(opened.error());
    }
    std::string inner = *std::move(opened);
    // A box can be made to open under two keys; the commitment holds for one text only.
    const bool committed = commitment_to(inner) == commitment;
    std::string text = committed ? inner.substr(salt_size) : std::string{};
    sodium_memzero(inner.data(), inner.size());
    if (!committed) {
        return fail(ErrorKind::verification,
                    "the personal data in the box are not those that the entry's commitment was made for");
    }
    return text;
}

Result<Hash> commitment_of(std::string_view box, const SubjectKey& key, std::string_view context) {
    auto opened = salt_and_text_of(box, key, context);
    if (!opened) {
        return fail(opened.error());
    }
    std::string inner = *std::move(opened);
    const Hash hash = commitment_to(inner);
    sodium_memzero(inner.data(), inner.size());
    return hash;
}

} // namespace muster::ledger
