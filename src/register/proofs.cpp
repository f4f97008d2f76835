#include "muster/ledger/merkle.hpp"
#include "muster/ledger/proof_file.hpp"
#include "muster/register/register.hpp"
#include "node_rows.hpp"
#include "tree_check.hpp"

namespace muster {
namespace {

/// Nodes that were fetched, as proofs ask for them.
ledger::NodeSource source(const std::map<ledger::NodeId, ledger::Hash>& nodes) {
    return [&nodes](const ledger::NodeId& id) { return nodes.at(id); };
}

} // namespace

Result<ledger::SignedHead> Register::head() {
    Result<ledger::SignedHead> head = fail(ErrorKind::internal, "not read");
    if (auto read = store_.read([&](store::Reader& reader) -> Result<void> {
            head = newest_head(reader);
            return {};
        });
        !read) {
        return fail(read.error());
    }
    return head;
}

Result<std::string> Register::prove(std::uint64_t entry) {
    std::string text;
    auto read = store_.read([&](store::Reader& reader) -> Result<void> {
        const auto head = newest_head(reader);
        if (!head) {
            return fail(head.error());
        }
        const std::uint64_t size = head->head.size;
        const auto row = entry < size ? reader.entry(entry) : std::nullopt;
        if (!row) {
            return fail(ErrorKind::bad_input, "there is no entry " + std::to_string(entry) + "; the ledger has " +
                                                  std::to_string(size) + ", from 0 on");
        }
        const auto nodes = fetch_nodes(reader, ledger::inclusion_nodes(entry, size));
        if (!nodes) {
            return fail(nodes.error());
        }
        text = ledger::encode(ledger::Proof(
            ledger::InclusionProof{row->text, *head, entry, ledger::inclusion_proof(entry, size, source(*nodes))}));
        return {};
    });
    if (!read) {
        return fail(read.error());
    }
    if (auto holds = ledger::check_proof(text, &key_); !holds) {
        return fail(Error{ErrorKind::verification, "entry " + std::to_string(entry) + ": " + holds.error().message +
                                                       "; run muster ledger verify"});
    }
    return text;
}

Result<std::string> Register::prove_consistency(const ledger::SignedHead& old) {
    std::string text;
    auto read = store_.read([&](store::Reader& reader) -> Result<void> {
        const auto head = newest_head(reader);
        if (!head) {
            return fail(head.error());
        }
        if (old.head.ledger != name_) {
            return fail(ErrorKind::verification, "the older head is of another ledger, " + old.head.ledger);
        }
        const std::uint64_t size = head->head.size;
        if (old.head.size > size) {
            return fail(ErrorKind::verification, "entries are gone: the older head was signed for " +
                                                     std::to_string(old.head.size) + " entries, the ledger has " +
                                                     std::to_string(size) + "; entry " + std::to_string(size) +
                                                     " is the first that is missing");
        }
        const auto nodes = fetch_nodes(reader, old.head.size == 0 ? std::vector<ledger::NodeId>{}
                                                                  : ledger::consistency_nodes(old.head.size, size));
        if (!nodes) {
            return fail(nodes.error());
        }
        text = ledger::encode(ledger::Proof(ledger::ConsistencyProof{
            old, *head,
            old.head.size == 0 ? std::vector<ledger::Hash>{}
                               : ledger::consistency_proof(old.head.size, size, source(*nodes))}));
        return {};
    });
    if (!read) {
        return fail(read.error());
    }
    if (auto holds = ledger::check_proof(text, &key_); !holds) {
        return fail(
            Error{ErrorKind::verification, "the ledger does not go on from the older head: " + holds.error().message});
    }
    return text;
}

Result<std::uint64_t> Register::each_text(const std::function<bool(std::string_view)>& give) {
    std::uint64_t count = 0;
    auto read = store_.read([&](store::Reader& reader) -> Result<void> {
        TreeCheck tree(reader.heads(), name_, key_);
        reader.each_entry(0, UINT64_MAX, [&](store::EntryRow& row) { return tree.take(row); });
        tree.finish();
        if (tree.flaw) {
            return fail(ErrorKind::verification, tree.flaw->what + "; run muster ledger verify");
        }
        count = tree.size();
        reader.each_entry(0, count, [&](store::EntryRow& row) { return give(row.text); });
        return {};
    });
    if (!read) {
        return fail(read.error());
    }
    return count;
}

} // namespace muster
