#include "muster/ledger/proof_file.hpp"

#include "canonical.hpp"
#include "muster/ledger/entry.hpp"
#include "muster/ledger/merkle.hpp"

namespace muster::ledger {
namespace {

using canonical::Member;
using Members = std::vector<Member>;

constexpr std::string_view a_proof = "a proof of a ledger";

tl::unexpected<Error> broken(std::string message) {
    return fail(ErrorKind::verification, std::move(message));
}

std::vector<std::string> to_hex(const std::vector<Hash>& hashes) {
    std::vector<std::string> texts;
    for (const Hash& hash : hashes) {
        texts.push_back(hex(hash));
    }
    return texts;
}

std::string to_text(const InclusionProof& proof) {
    canonical::Writer writer(2 * proof.entry.size() + 4096);
    writer.text("entry", proof.entry);
    writer.body("head", canonical::body_of(proof.head));
    writer.text("index", std::to_string(proof.index));
    writer.texts("proof", to_hex(proof.proof));
    writer.text("type", "inclusion");
    return writer.finish();
}

std::string to_text(const ConsistencyProof& proof) {
    canonical::Writer writer(8192);
    writer.body("new", canonical::body_of(proof.new_head));
    writer.body("old", canonical::body_of(proof.old_head));
    writer.texts("proof", to_hex(proof.proof));
    writer.text("type", "consistency");
    return writer.finish();
}

/// The value of that name, of that type. Error: there is none.
template <class T> Result<T> value_of(const Members& members, std::string_view name) {
    for (const Member& member : members) {
        const T* value = std::get_if<T>(&member.value);
        if (member.name == name && value != nullptr) {
            return *value;
        }
    }
    return broken("is not " + std::string(a_proof) + ": its member \"" + std::string(name) +
                  "\" is missing or of a wrong type");
}

Result<SignedHead> head_in(const Members& members, std::string_view name) {
    return value_of<Body>(members, name).and_then([&](const Body& body) {
        return canonical::head_of(body).map_error([&](const Error& error) {
            return Error{error.kind, "member \"" + std::string(name) + "\" " + error.message};
        });
    });
}

Result<std::vector<Hash>> hashes_in(const Members& members) {
    const auto texts = value_of<std::vector<std::string>>(members, "proof");
    if (!texts) {
        return fail(texts.error());
    }
    std::vector<Hash> hashes;
    for (const std::string& text : *texts) {
        const auto hash = hash_from_hex(text);
        if (!hash) {
            return broken("is not " + std::string(a_proof) + ": number " + std::to_string(hashes.size() + 1) +
                          " of \"proof\" is not of 64 lower-case hexadecimal digits");
        }
        hashes.push_back(*hash);
    }
    return hashes;
}

Result<Proof> inclusion_in(const Members& members) {
    auto entry = value_of<std::string>(members, "entry");
    auto head = head_in(members, "head");
    const auto index = value_of<std::string>(members, "index");
    auto hashes = hashes_in(members);
    if (!entry || !head) {
        return fail(!entry ? std::move(entry.error()) : std::move(head.error()));
    }
    if (!index || !hashes) {
        return fail(!index ? index.error() : hashes.error());
    }
    const auto number = canonical::number(*index);
    if (!number) {
        return broken("is not " + std::string(a_proof) + ": its member \"index\" is not a number in decimal digits");
    }
    return InclusionProof{std::move(*entry), std::move(*head), *number, std::move(*hashes)};
}

Result<Proof> consistency_in(const Members& members) {
    auto old_head = head_in(members, "old");
    auto new_head = head_in(members, "new");
    auto hashes = hashes_in(members);
    if (!old_head || !new_head) {
        return fail(!old_head ? std::move(old_head.error()) : std::move(new_head.error()));
    }
    if (!hashes) {
        return fail(std::move(hashes.error()));
    }
    return ConsistencyProof{std::move(*old_head), std::move(*new_head), std::move(*hashes)};
}

Result<void> check_head(const SignedHead& head, std::string_view which, const PublicKey* trusted) {
    if (trusted != nullptr && head.key != *trusted) {
        return broken("the " + std::string(which) + " is signed by the key " + hex(head.key) + ", expected " +
                      hex(*trusted) + ": it is not this ledger's, or the ledger's key was exchanged");
    }
    if (!signature_holds(head)) {
        return broken("the signature of the " + std::string(which) + " does not hold: the head was changed");
    }
    return {};
}

Result<void> check(const InclusionProof& proof, const PublicKey* trusted) {
    if (auto checked = check_head(proof.head, "head", trusted); !checked) {
        return checked;
    }
    const auto entry = decode(proof.entry);
    if (!entry) {
        return broken("the entry of the proof " + entry.error().message);
    }
    if (entry->seq != proof.index) {
        return broken("the entry calls itself number " + std::to_string(entry->seq) + ", the proof is of number " +
                      std::to_string(proof.index));
    }
    if (proof.index >= proof.head.head.size) {
        return broken("the proof is of entry " + std::to_string(proof.index) + ", but the head's ledger ends before " +
                      std::to_string(proof.head.head.size));
    }
    if (!verify_inclusion(leaf_hash(proof.entry), proof.index, proof.head.head.size, proof.proof,
                          proof.head.head.root)) {
        return broken("the path from entry " + std::to_string(proof.index) +
                      " does not lead to the root of the head: the entry or the path was changed");
    }
    return {};
}

Result<void> check(const ConsistencyProof& proof, const PublicKey* trusted) {
    const TreeHead& older = proof.old_head.head;
    const TreeHead& newer = proof.new_head.head;
    if (auto checked = check_head(proof.old_head, "old head", trusted); !checked) {
        return checked;
    }
    if (auto checked = check_head(proof.new_head, "new head", trusted); !checked) {
        return checked;
    }
    if (proof.old_head.key != proof.new_head.key) {
        return broken("the two heads are signed by different keys, " + hex(proof.old_head.key) + " and " +
                      hex(proof.new_head.key));
    }
    if (older.ledger != newer.ledger) {
        return broken("the two heads are of different ledgers, " + json_string(older.ledger) + " and " +
                      json_string(newer.ledger));
    }
    if (older.size > newer.size) {
        return broken("the ledger of the old head has " + std::to_string(older.size) +
                      " entries, that of the new one only " + std::to_string(newer.size) + ": entries are missing");
    }
    if (!verify_consistency(older.size, older.root, newer.size, newer.root, proof.proof)) {
        return broken("the ledger of the old head (" + std::to_string(older.size) +
                      " entries) is not shown to be the beginning of that of the new one (" +
                      std::to_string(newer.size) + "): entries were changed, or the proof was");
    }
    return {};
}

} // namespace

std::string encode(const Proof& proof) {
    return std::visit([](const auto& of_a_kind) { return to_text(of_a_kind); }, proof);
}

Result<Proof> decode_proof(std::string_view text) {
    const std::string_view inner = canonical::trimmed(text);
    const auto members = canonical::read(inner, a_proof);
    if (!members) {
        return fail(members.error());
    }
    const auto type = value_of<std::string>(*members, "type");
    if (!type) {
        return fail(type.error());
    }
    if (*type != "inclusion" && *type != "consistency") {
        return broken("is not a proof that is known here: its type is " + json_string(*type) +
                      ", expected \"inclusion\" or \"consistency\"");
    }
    auto proof = *type == "inclusion" ? inclusion_in(*members) : consistency_in(*members);
    if (!proof) {
        return proof;
    }
    if (auto checked = canonical::same(inner, encode(*proof), a_proof); !checked) {
        return fail(std::move(checked.error()));
    }
    return proof;
}

Result<Proof> check_proof(std::string_view text, const PublicKey* trusted) {
    auto proof = decode_proof(text);
    if (!proof) {
        return proof;
    }
    auto checked = std::visit([&](const auto& of_a_kind) { return check(of_a_kind, trusted); }, *proof);
    if (!checked) {
        return fail(std::move(checked.error()));
    }
    return proof;
}

} // namespace muster::ledger
