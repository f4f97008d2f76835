#include "node_rows.hpp"

#include "muster/ledger/head.hpp"
#include "muster/ledger/seal.hpp"

#include <algorithm>

namespace muster {
namespace {

constexpr std::size_t digits = 64; // of a hash

/// Gives a stored box to `work` (box, key, context).
template <class Work>
auto with_box(const std::string& stored_key, const std::string& ledger, const store::PayloadRow& row, const Work& work)
    -> decltype(work(std::string{}, ledger::SubjectKey{}, std::string{})) {
    const auto bytes = ledger::from_base64(stored_key);
    const auto box = ledger::from_base64(row.box);
    ledger::SubjectKey key{};
    if (!bytes || bytes->size() != key.size() || !box) {
        return fail(ErrorKind::verification, "the key or the personal data of " + row.subject + " are damaged");
    }
    std::copy(bytes->begin(), bytes->end(), key.begin());
    return work(*box, key, box_context(ledger, row.subject, row.seq));
}

} // namespace

std::string node_text(const std::vector<ledger::Hash>& completed) {
    std::string text;
    text.reserve(completed.size() * digits);
    for (const ledger::Hash& hash : completed) {
        text += ledger::hex(hash);
    }
    return text;
}

Result<std::map<ledger::NodeId, ledger::Hash>> fetch_nodes(store::Reader& reader,
                                                           const std::vector<ledger::NodeId>& nodes) {
    std::vector<std::uint64_t> seqs;
    for (const ledger::NodeId& node : nodes) {
        seqs.push_back(ledger::completed_by(node));
    }
    const std::vector<std::string> rows = reader.nodes_of(seqs);
    std::map<ledger::NodeId, ledger::Hash> fetched;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const std::size_t from = nodes[i].level * digits;
        const auto hash = rows[i].size() < from + digits
                              ? std::nullopt
                              : ledger::hash_from_hex(std::string_view(rows[i]).substr(from, digits));
        if (!hash) {
            return fail(ErrorKind::verification, "entry " + std::to_string(seqs[i]) +
                                                     " is missing or lacks its hashes; run muster ledger verify");
        }
        fetched.emplace(nodes[i], *hash);
    }
    return fetched;
}

Result<ledger::SignedHead> newest_head(store::Reader& reader) {
    const auto row = reader.newest_head();
    if (!row) {
        return fail(ErrorKind::verification, "the store has no signed head; its ledger is damaged");
    }
    return ledger::decode_head(row->text);
}

std::string box_context(const std::string& ledger, const std::string& subject, std::uint64_t seq) {
    return ledger + "\n" + subject + "\n" + std::to_string(seq);
}

Result<std::string> open_payload(const std::string& stored_key, const std::string& ledger, const store::PayloadRow& row,
                                 const ledger::Hash& commitment) {
    return with_box(stored_key, ledger, row, [&](const auto& box, const auto& key, const auto& context) {
        return ledger::open(box, commitment, key, context);
    });
}

Result<ledger::Hash> commitment_of_payload(const std::string& stored_key, const std::string& ledger,
                                           const store::PayloadRow& row) {
    return with_box(stored_key, ledger, row, [](const auto& box, const auto& key, const auto& context) {
        return ledger::commitment_of(box, key, context);
    });
}

} // namespace muster
