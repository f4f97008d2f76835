#include "muster/ledger/head.hpp"

#include "canonical.hpp"
#include "sodium_ready.hpp"

#include <algorithm>
#include <sodium.h>

namespace muster::ledger {
namespace {

constexpr std::string_view a_head = "a signed tree head";

tl::unexpected<Error> bad_member(std::string_view name, std::string_view expected) {
    return fail(ErrorKind::verification, "is not a signed tree head: its member \"" + std::string(name) +
                                             "\" is missing or is not " + std::string(expected));
}

std::optional<Signature> signature_from_hex(std::string_view text) {
    if (text.size() != 2 * std::tuple_size_v<Signature>) {
        return std::nullopt;
    }
    const auto first = hash_from_hex(text.substr(0, text.size() / 2));
    const auto second = hash_from_hex(text.substr(text.size() / 2));
    if (!first || !second) {
        return std::nullopt;
    }
    Signature signature;
    std::copy(second->begin(), second->end(), std::copy(first->begin(), first->end(), signature.begin()));
    return signature;
}

} // namespace

namespace canonical {

Body body_of(const SignedHead& head) {
    const std::string_view signature(reinterpret_cast<const char*>(head.signature.data()), head.signature.size());
    return {{"key", hex(head.key)},
            {"ledger", head.head.ledger},
            {"root", hex(head.head.root)},
            {"signature", hex(signature)},
            {"size", std::to_string(head.head.size)},
            {"time", head.head.time}};
}

Result<SignedHead> head_of(const Body& body) {
    const auto member = [&](std::string_view name) -> std::string_view {
        const std::string* text = text_of(body, name);
        return text == nullptr ? std::string_view{} : *text;
    };
    const auto key = hash_from_hex(member("key"));
    const auto root = hash_from_hex(member("root"));
    const auto signature = signature_from_hex(member("signature"));
    const auto size = number(member("size"));
    if (!key || !root) {
        return bad_member(key ? "root" : "key", "of 64 lower-case hexadecimal digits");
    }
    if (!signature) {
        return bad_member("signature", "of 128 lower-case hexadecimal digits");
    }
    if (!size) {
        return bad_member("size", "a number in decimal digits, as a text");
    }
    return SignedHead{{std::string(member("ledger")), *size, *root, std::string(member("time"))}, *key, *signature};
}

} // namespace canonical

std::string signed_text(const TreeHead& head) {
    return "muster tree head 1\n" + encode(Body{{"ledger", head.ledger},
                                                {"root", hex(head.root)},
                                                {"size", std::to_string(head.size)},
                                                {"time", head.time}});
}

std::string encode(const SignedHead& head) {
    return encode(canonical::body_of(head));
}

Result<SignedHead> decode_head(std::string_view text) {
    const std::string_view inner = canonical::trimmed(text);
    const auto body = decode_body(inner);
    if (!body) {
        return fail(body.error());
    }
    auto head = canonical::head_of(*body);
    if (!head) {
        return head;
    }
    if (auto checked = canonical::same(inner, encode(*head), a_head); !checked) {
        return fail(std::move(checked.error()));
    }
    return head;
}

bool signature_holds(const SignedHead& head) {
    sodium_ready();
    const std::string text = signed_text(head.head);
    return crypto_sign_verify_detached(head.signature.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                       text.size(), head.key.data()) == 0;
}

} // namespace muster::ledger
