#include "appender.hpp"

#include "muster/ledger/seal.hpp"
#include "muster/register/projection.hpp"
#include "node_rows.hpp"

#include <algorithm>

namespace muster {

Result<void> Appender::begin(const ledger::PublicKey& key) {
    const auto head = newest_head(writer_);
    if (!head) {
        return fail(head.error());
    }
    if (head->key != key || head->head.ledger != ledger_ || !ledger::signature_holds(*head) ||
        writer_.entry(head->head.size)) {
        return fail(ErrorKind::verification,
                    "the newest head was not signed by this ledger's key, or entries stand behind it; nothing is added "
                    "before muster ledger verify has shown what was changed");
    }
    const auto ids = ledger::peaks(head->head.size);
    const auto nodes = fetch_nodes(writer_, ids);
    if (!nodes) {
        return fail(nodes.error());
    }
    std::vector<ledger::Hash> hashes;
    for (const ledger::NodeId& id : ids) {
        hashes.push_back(nodes->at(id));
    }
    frontier_ = ledger::Frontier(head->head.size, std::move(hashes));
    if (frontier_.root() != head->head.root) {
        return fail(
            ErrorKind::verification,
            "the ledger is not what its newest head was signed for; nothing is added to it before muster ledger "
            "verify has shown what was changed");
    }
    const auto is_signed = [this, size = head->head.size, root = head->head.root](const store::EntryRow& row) {
        const auto path = row.seq < size ? fetch_nodes(writer_, ledger::inclusion_nodes(row.seq, size))
                                         : fail(ErrorKind::verification, "behind the head");
        return path &&
               ledger::verify_inclusion(
                   ledger::leaf_hash(row.text), row.seq, size,
                   ledger::inclusion_proof(row.seq, size, [&](const ledger::NodeId& node) { return path->at(node); }),
                   root);
    };
    tables_.hold_entries_to(is_signed);
    const auto newest = writer_.entry(head->head.size - 1);
    const auto entry = newest && is_signed(*newest) ? ledger::view(newest->text) : std::nullopt;
    if (!entry) {
        return fail(ErrorKind::verification,
                    "entry " + std::to_string(head->head.size - 1) +
                        " is not what the newest head was signed for; nothing is added before muster ledger verify has "
                        "shown what was changed");
    }
    time_ = entry->time;
    return {};
}

const std::string& Appender::now() {
    return time_ = std::max(time_, clock_());
}

Result<ledger::Commitment> Appender::seal(const CheckedEntry& checked, std::uint64_t seq) {
    ledger::SubjectKey key{};
    const auto stored = writer_.subject_key(checked.subject);
    const auto bytes = stored ? ledger::from_base64(*stored) : std::nullopt;
    if (stored && (!bytes || bytes->size() != key.size())) {
        return fail(ErrorKind::verification,
                    "the key of " + checked.subject +
                        "'s personal data is damaged; run muster ledger verify, and restore it "
                        "from a backup");
    }
    if (stored) {
        std::copy(bytes->begin(), bytes->end(), key.begin());
    } else {
        key = ledger::new_subject_key();
        writer_.put_subject_key({checked.subject, ledger::base64(std::string(key.begin(), key.end()))});
    }
    const auto sealed = ledger::seal(ledger::encode(checked.personal), key, box_context(ledger_, checked.subject, seq));
    payloads_.push_back({seq, checked.subject, ledger::base64(sealed.box)});
    return ledger::Commitment{checked.subject, sealed.commitment};
}

Result<void> Appender::add(const NewEntry& entry, CheckedEntry checked, Recorded& recorded) {
    ledger::Entry made;
    made.seq = frontier_.size();
    made.time = now();
    made.who = author_.who;
    made.authority = author_.authority;
    made.action = entry.action;
    made.kind = entry.kind;
    made.key = checked.ref.empty() ? "#" + std::to_string(made.seq) : std::string(key_of(checked.ref));
    made.reason = entry.reason;
    made.source = entry.source;
    made.simulated = author_.simulated;
    if (entry.action != ledger::Action::record) {
        made.corrects = checked.corrects;
    }
    if (!checked.personal.empty()) {
        auto sealed = seal(checked, made.seq);
        if (!sealed) {
            return fail(sealed.error());
        }
        made.sealed = *std::move(sealed);
    }
    made.body = std::move(checked.body);
    std::string text = ledger::encode(made);
    // What cannot be read again must never be signed: a name or a reason that is not UTF-8, for one.
    if (auto again = ledger::decode(text); !again) {
        return fail(ErrorKind::bad_input, "cannot be recorded: " + again.error().message);
    }
    const auto completed = frontier_.append(ledger::leaf_hash(text));
    recorded.entries.push_back(made.seq);
    recorded.refs.push_back(apply(*ledger::view(text), tables_));
    rows_.push_back({made.seq, std::move(text), node_text(completed)});
    return {};
}

void Appender::finish(const ledger::SigningKey& key, Recorded& recorded) {
    recorded.findings = tables_.changed_findings();
    writer_.add_entries(rows_);
    writer_.put_payloads(payloads_);
    tables_.flush(writer_);
    recorded.head = key.sign({ledger_, frontier_.size(), frontier_.root(), now()});
    writer_.put_head({frontier_.size(), ledger::encode(*recorded.head)});
}

} // namespace muster
