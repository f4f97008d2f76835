#include "decision_parts.hpp"

#include "muster/ledger/merkle.hpp"
#include "muster/register/values.hpp"

#include "record_names.hpp"
#include "register_session.hpp"

#include <algorithm>
#include <charconv>

namespace muster {
namespace {

std::size_t number(const std::string& text) {
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Result<ReviewPolicy> newest_policy(Register& reg) {
    std::optional<std::string> newest;
    auto read = reg.store().read([&](store::Reader& reader) -> Result<void> {
        std::uint64_t entry = 0;
        newest.reset();
        reader.each_record("policy", [&](store::RecordRow& row) {
            if (row.state == "current" && row.first_entry >= entry) {
                entry = row.first_entry;
                newest = ref("policy", row.key);
            }
        });
        return {};
    });
    if (!read) {
        return fail(read.error());
    }
    ReviewPolicy policy;
    if (!newest) {
        return policy;
    }
    const auto record = reg.find(*newest);
    if (!record) {
        return fail(record.error());
    }
    const ledger::Body& body = (*record)->body;
    policy.technical = number(text_of(body, "technical"));
    policy.administrative = number(text_of(body, "administrative"));
    policy.different = text_of(body, "different") == "Yes";
    policy.name = *newest;
    policy.entry = (*record)->entries.back();
    return policy;
}

/// Those who accepted it in a kind of review after its last change, and did not return it since.
std::set<std::string> accepted_by(const Decision& decision, const std::string& type, std::uint64_t last_change) {
    std::map<std::string, std::pair<std::uint64_t, bool>> newest;
    for (const FullRecord& review : decision.reviews) {
        if (text_of(review.body, "type") == type) {
            auto& [entry, accepted] = newest[text_of(review.body, "by")];
            if (review.entries.back() >= entry) {
                entry = review.entries.back();
                accepted = text_of(review.body, "outcome") == "Accepted" && entry > last_change;
            }
        }
    }
    std::set<std::string> names;
    for (const auto& [name, review] : newest) {
        if (review.second) {
            names.insert(name);
        }
    }
    return names;
}

std::uint64_t last_change(const Decision& decision) {
    std::uint64_t last = decision.record.entries.back();
    for (const auto* parts : {&decision.evidence, &decision.hypotheses}) {
        for (const FullRecord& part : *parts) {
            last = std::max(last, part.entries.back());
        }
    }
    return last;
}

void judge_reviews(const Decision& decision, std::vector<std::string>& missing) {
    const ReviewPolicy& policy = decision.policy;
    const std::string author = text_of(decision.record.body, "author");
    auto technical = accepted_by(decision, "Technical", last_change(decision));
    auto administrative = accepted_by(decision, "Administrative", last_change(decision));
    if (policy.different) {
        technical.erase(author);
        administrative.erase(author);
    }
    std::set<std::string> all = technical;
    all.insert(administrative.begin(), administrative.end());
    const auto tell = [&](const std::string& what, std::size_t wanted, std::size_t there) {
        if (there < wanted) {
            missing.push_back(what + ": " + std::to_string(wanted) + " wanted by " + policy.name + ", " +
                              std::to_string(there) + " accepted after the last change (entry " +
                              std::to_string(last_change(decision)) + ")" +
                              (policy.different ? " by others than the author" : ""));
        }
    };
    tell("technical reviews", policy.technical, technical.size());
    tell("administrative reviews", policy.administrative, administrative.size());
    if (policy.different && all.size() < policy.technical + policy.administrative &&
        technical.size() >= policy.technical && administrative.size() >= policy.administrative) {
        missing.push_back("technical and administrative reviews are wanted by different people (" + policy.name + ")");
    }
}

/// What the evidence rests on is signed with it: analyses with their program and reference data, results, …
Result<void> add_grounds(Register& reg, Decision& decision) {
    std::set<std::string> names;
    for (const FullRecord& part : decision.evidence) {
        const auto rests = list_of(part.body, "rests_on");
        names.insert(rests.begin(), rests.end());
    }
    for (const std::string& name : names) {
        auto ground = reg.find(name);
        if (!ground) {
            return fail(ground.error());
        }
        if (*ground) {
            decision.grounds.push_back(**ground);
        }
    }
    return {};
}

} // namespace

std::string ReviewPolicy::text() const {
    return name + ": " + counted(technical, "technical review") + ", " +
           counted(administrative, "administrative review") +
           (different ? ", by different people, none the author" : ", by whom does not matter");
}

std::set<std::uint64_t> Decision::entries() const {
    std::set<std::uint64_t> all(record.entries.begin(), record.entries.end());
    for (const auto* parts : {&evidence, &grounds, &hypotheses, &reviews, &statements}) {
        for (const FullRecord& part : *parts) {
            all.insert(part.entries.begin(), part.entries.end());
        }
    }
    if (policy.entry && kind_of(record.ref) == "identification") {
        all.insert(*policy.entry);
    }
    return all;
}

Result<Decision> read_decision(ReadSession& session, const std::string& kind, const std::string& key) {
    Register& reg = session.reg;
    const auto name = find_name(session, kind, key);
    auto record = name ? reg.find(*name) : fail(name.error());
    if (!record) {
        return fail(record.error());
    }
    if ((*record)->withdrawn) {
        return fail(ErrorKind::bad_input, *name + " was withdrawn");
    }
    Decision decision{**record};
    for (const Link& link : (*record)->links) {
        const std::string_view of = kind_of(link.source);
        const bool belongs =
            (link.role == "identification" && (of == "evidence" || of == "hypothesis" || of == "review")) ||
            (link.role == "of" && of == "signature");
        auto part = belongs ? reg.find(link.source) : Result<std::optional<FullRecord>>(std::nullopt);
        if (!part) {
            return fail(part.error());
        }
        if (!*part || (*part)->withdrawn) {
            continue;
        }
        if (of == "signature") {
            decision.signature = **part;
        } else {
            (of == "evidence"     ? decision.evidence
             : of == "hypothesis" ? decision.hypotheses
                                  : decision.reviews)
                .push_back(**part);
        }
    }
    for (const std::string& statement : list_of(decision.record.body, "statements")) {
        auto part = reg.find(ref("statement", statement));
        if (!part) {
            return fail(part.error());
        }
        if (*part) {
            decision.statements.push_back(**part);
        }
    }
    std::sort(decision.reviews.begin(), decision.reviews.end(),
              [](const FullRecord& a, const FullRecord& b) { return a.entries.back() < b.entries.back(); });
    if (auto added = add_grounds(reg, decision); !added) {
        return fail(added.error());
    }
    auto policy = newest_policy(reg);
    if (!policy) {
        return fail(policy.error());
    }
    decision.policy = *std::move(policy);
    return decision;
}

std::vector<std::string> missing_for_signature(const Decision& decision, const std::string& signer) {
    std::vector<std::string> missing;
    const ledger::Body& body = decision.record.body;
    if (decision.signature) {
        missing.push_back("is signed already (" + decision.signature->ref + ")");
        return missing;
    }
    const std::string_view kind = kind_of(decision.record.ref);
    if (kind == "examination") {
        if (text_of(body, "findings").empty()) {
            missing.emplace_back("the findings are missing");
        }
        if (text_of(body, "analyst") != signer) {
            missing.push_back("an examination is signed by its analyst, " + text_of(body, "analyst") + ", not by " +
                              signer);
        }
    } else if (kind == "identification") {
        if (decision.evidence.empty()) {
            missing.emplace_back("there is no line of evidence (muster identification evidence)");
        }
        if (decision.hypotheses.empty()) {
            missing.emplace_back("no competing hypothesis was considered (muster identification hypothesis)");
        }
        if (decision.policy.different && text_of(body, "author") == signer) {
            missing.push_back("the author, " + signer + ", does not sign (" + decision.policy.name + ")");
        }
        judge_reviews(decision, missing);
    }
    return missing;
}

std::set<std::uint64_t> signed_entries(const FullRecord& signature) {
    std::set<std::uint64_t> entries;
    for (const std::string& text : list_of(signature.body, "entries")) {
        std::uint64_t entry = 0;
        std::from_chars(text.data(), text.data() + text.size(), entry);
        entries.insert(entry);
    }
    return entries;
}

Result<std::string> digest_of(Register& reg, const std::set<std::uint64_t>& entries) {
    ledger::Sha256 sha;
    for (const std::uint64_t seq : entries) {
        const auto entry = reg.entry(seq);
        if (!entry) {
            return fail(entry.error());
        }
        const ledger::Hash leaf = ledger::leaf_hash(entry->text);
        sha.update(std::string_view(reinterpret_cast<const char*>(leaf.data()), leaf.size()));
    }
    return ledger::hex(sha.finish());
}

} // namespace muster
