#include "payload_check.hpp"

#include "node_rows.hpp"
#include "tree_check.hpp"

#include <unordered_map>

namespace muster {
namespace {

/// Commitments and personal data both come in the order of the entries.
class PayloadCheck {
  public:
    PayloadCheck(const PayloadsTold& told, Verification& found) : told_(told), found_(found) {}

    void take(const OpenedPayload& payload) {
        pass_to(payload.seq);
        const bool committed = next_ < told_.commitments.size() && told_.commitments[next_].first == payload.seq;
        const ledger::Commitment* commitment = committed ? &told_.commitments[next_++].second : nullptr;
        const std::string& subject = payload.subject;
        if (commitment == nullptr || commitment->subject != subject) {
            bad(payload.seq, "the entry does not commit to those of " + subject);
        } else if (const auto erased = erased_after(subject, payload.seq)) {
            bad(payload.seq,
                "those of " + subject + " are there, though entry " + std::to_string(*erased) + " erased them");
        } else if (!payload.trouble.empty()) {
            bad(payload.seq, payload.trouble);
        } else if (payload.commitment != commitment->hash) {
            bad(payload.seq, "those in the box are not those that the entry's commitment was made for");
        } else {
            ++found_.payloads;
        }
    }
    /// The commitments before this entry have no personal data.
    void pass_to(std::uint64_t seq) {
        for (; next_ < told_.commitments.size() && told_.commitments[next_].first < seq; ++next_) {
            const auto& [missing, commitment] = told_.commitments[next_];
            if (erased_after(commitment.subject, missing)) {
                ++found_.erased;
            } else {
                bad(missing,
                    "those of " + commitment.subject + " are missing, and no entry says that they were erased");
            }
        }
    }

  private:
    void bad(std::uint64_t seq, const std::string& what) {
        found_.flaws.push_back(bad_entry(seq, "personal data: " + what));
    }
    /// The entry that erased what this one committed to; nothing: none.
    [[nodiscard]] std::optional<std::uint64_t> erased_after(const std::string& subject, std::uint64_t seq) const {
        const auto at = told_.erasures.find(subject);
        return at != told_.erasures.end() && at->second > seq ? std::optional(at->second) : std::nullopt;
    }

    const PayloadsTold& told_;
    Verification& found_;
    std::size_t next_ = 0; ///< of the commitments
};

} // namespace

OpenedPayloads open_payloads(store::Reader& reader, const std::string& ledger) {
    struct Key {
        std::string secret;
        bool used;
    };
    std::unordered_map<std::string, Key> keys;
    reader.each_subject_key([&](store::SubjectKeyRow& row) { keys.emplace(row.subject, Key{row.key, false}); });
    OpenedPayloads opened;
    reader.each_payload([&](store::PayloadRow& row) {
        OpenedPayload& payload = opened.all.emplace_back(OpenedPayload{row.seq, row.subject});
        const auto key = keys.find(row.subject);
        if (key == keys.end()) {
            payload.trouble = "the key of " + row.subject + " is missing, and no entry says that it was erased";
            return;
        }
        key->second.used = true;
        const auto commitment = commitment_of_payload(key->second.secret, ledger, row);
        if (commitment) {
            payload.commitment = *commitment;
        } else {
            payload.trouble = commitment.error().message;
        }
    });
    for (const auto& [subject, key] : keys) {
        if (!key.used) {
            opened.idle_keys.push_back(subject);
        }
    }
    return opened;
}

void compare(const OpenedPayloads& opened, const PayloadsTold& told, Verification& found) {
    PayloadCheck check(told, found);
    for (const OpenedPayload& payload : opened.all) {
        check.take(payload);
    }
    check.pass_to(UINT64_MAX);
    for (const std::string& subject : opened.idle_keys) {
        found.flaws.push_back({std::nullopt, "table subject_key: the key of " + subject + " opens nothing"});
    }
}

} // namespace muster
