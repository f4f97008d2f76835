#include "muster/register/topics.hpp"

#include "claim.hpp"
#include "measures.hpp"
#include "muster/register/projection.hpp"
#include "rules.hpp"

#include <algorithm>
#include <map>

namespace muster {
namespace {

constexpr std::string_view statements_differ = "statements differ";

class TopicReader {
  public:
    TopicReader(Past& past, const std::optional<Moment>& on, const std::vector<Missing>& roster)
        : past_(past), measures_(past, on, roster) {}

    Result<std::vector<TopicAccount>> read() {
        for (const char* kind : {"topic", "statement", "figure", "explanation", "resolution"}) {
            if (auto collected = collect(kind); !collected) {
                return fail(collected.error());
            }
        }
        fold();
        std::vector<TopicAccount> accounts;
        for (const std::string& name : topics_) {
            auto made = account(tables_.thing(name));
            if (!made) {
                return fail(made.error());
            }
            accounts.push_back(*std::move(made));
        }
        return accounts;
    }

  private:
    /// The entries that made the records of a kind what they were.
    Result<void> collect(const std::string& kind) {
        std::vector<store::RecordRow> rows; // none is read while another one is
        auto read = past_.each_record(kind, [&](store::RecordRow& row) {
            if (kind != "resolution" || ledger::find_raw(row.text, "rule") == statements_differ) {
                rows.push_back(std::move(row));
            }
        });
        std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first_entry < b.first_entry; });
        for (const store::RecordRow& row : rows) {
            const auto entries = read ? past_.entries_of(row) : fail(read.error());
            if (!entries) {
                return fail(entries.error());
            }
            entries_.insert(entries_.end(), entries->begin(), entries->end());
            if (kind == "topic" && row.state == "current") {
                topics_.push_back(ref(kind, row.key));
            }
        }
        if (!rows.empty()) {
            simulated_[kind] = Simulated(past_.reader(), kind);
        }
        return read;
    }

    /// What was found then: the rule looks at nothing but these kinds.
    void fold() {
        std::sort(entries_.begin(), entries_.end());
        for (const std::uint64_t seq : entries_) {
            const auto row = past_.reader().entry(seq);
            if (const auto entry = row ? ledger::view(row->text) : std::nullopt) {
                apply(*entry, tables_);
            }
        }
    }

    Said said(Thing& thing) {
        Said one;
        one.ref = thing.ref;
        one.entry = thing.last_entry;
        one.simulated = simulated_[std::string(thing.kind)].has(thing.first_entry);
        one.text = thing.text;
        return one;
    }

    Result<TopicAccount> account(Thing& topic) {
        TopicAccount account;
        const Said itself = said(topic);
        account.key = key_of(topic.ref);
        account.entry = itself.entry;
        account.simulated = itself.simulated;
        account.text = itself.text;
        for (Thing* one : sources(tables_, topic, "explanation", "topic")) {
            account.explanations.push_back(said(*one));
        }
        if (auto counted = count(topic, account); !counted) {
            return fail(counted.error());
        }
        for (Thing* one : sources(tables_, topic, "statement", "topic")) {
            account.statements.push_back(compared(*one, topic, account, {std::string(key_of(one->ref))}));
            for (const store::FindingRow& row : tables_.findings_of(*one)) {
                if (row.rule == statements_differ && (row.state == "open" || row.state == "resolved")) {
                    account.conflicts.push_back(row);
                }
            }
        }
        if (const auto figures = sources(tables_, topic, "figure", "topic"); !figures.empty()) {
            account.of_record = compared(*figures.back(), topic, account, list_of(*figures.back(), "statements"));
        }
        return account;
    }

    Result<void> count(const Thing& topic, TopicAccount& account) {
        const std::string measure = text_of(topic, "measure");
        const auto where = list_of(topic, "where");
        const auto wrong = wrong_with_measure(measure, where);
        if (measure.empty() || !wrong.empty()) {
            account.uncounted = wrong.empty() ? "" : wrong.front();
            return {};
        }
        auto counted = measures_.count(measure, where);
        if (!counted) {
            return fail(counted.error());
        }
        account.own = *std::move(counted);
        return {};
    }

    /// A statement or figure beside the register's own count. `about`: the statements whose explanations explain it.
    Said compared(Thing& thing, const Thing& topic, const TopicAccount& account,
                  const std::vector<std::string>& about) {
        Said one = said(thing);
        const Claim claim = claim_of(tables_, thing);
        one.words = words_of(claim);
        for (const Said& explanation : account.explanations) {
            const auto which = ledger::find_list(explanation.text, "statements");
            if (which.empty() ||
                std::find_first_of(which.begin(), which.end(), about.begin(), about.end()) != which.end()) {
                one.explained_by.push_back(explanation.entry);
            }
        }
        if (!account.own) {
            return one;
        }
        if (claim.unit != text_of(topic, "unit")) {
            one.verdict = "counts something else";
            return one;
        }
        const auto own = static_cast<double>(account.own->count);
        const std::string value = text_of(thing, "value");
        one.more = !value.empty()     ? own - std::strtod(value.c_str(), nullptr)
                   : own < claim.low  ? own - claim.low
                   : own > claim.high ? own - claim.high
                                      : 0.0;
        one.verdict = own >= claim.low && own <= claim.high ? "agrees"
                      : one.explained_by.empty()            ? "open"
                                                            : "explained";
        return one;
    }

    Past& past_;
    Measures measures_;
    Tables tables_{};
    std::vector<std::string> topics_{};
    std::vector<std::uint64_t> entries_{};
    std::map<std::string, Simulated> simulated_{};
};

} // namespace

Result<std::vector<TopicAccount>> read_topics(Past& past, const std::optional<Moment>& on,
                                              const std::vector<Missing>& roster) {
    return TopicReader(past, on, roster).read();
}

} // namespace muster
