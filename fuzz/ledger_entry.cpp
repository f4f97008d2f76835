#include "muster/ledger/entry.hpp"
#include "muster/ledger/proof_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

/// Whatever is accepted is the one text of what it says.
template <class T> void expect_canonical(const muster::Result<T>& read, std::string_view text) {
    if (read && muster::ledger::encode(*read) != text) {
        std::abort();
    }
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    expect_canonical(muster::ledger::decode(text), text);
    expect_canonical(muster::ledger::decode_body(text), text);
    expect_canonical(muster::ledger::decode_head(text), trimmed(text));
    expect_canonical(muster::ledger::decode_proof(text), trimmed(text));
    (void)muster::ledger::check_proof(text, nullptr);
    // Reading in place says the same as decoding, and does not go astray in anything else.
    const auto seen = muster::ledger::view(text);
    if (const auto entry = muster::ledger::decode(text);
        entry && (!seen || seen->seq != entry->seq || seen->key != entry->key || seen->kind != entry->kind ||
                  seen->sealed != entry->sealed || seen->body != muster::ledger::encode(entry->body))) {
        std::abort();
    }
    (void)muster::ledger::find_text(text, "key");
    (void)muster::ledger::find_list(text, "items");
    return 0;
}
