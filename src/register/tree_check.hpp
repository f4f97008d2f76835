#pragma once

#include "muster/ledger/merkle.hpp"
#include "muster/register/register.hpp"
#include "node_rows.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster {

[[nodiscard]] inline Flaw bad_entry(std::uint64_t seq, const std::string& what) {
    return {seq, "entry " + std::to_string(seq) + ": " + what};
}

/// Checks hashes and heads while the entries go by.
class TreeCheck {
  public:
    TreeCheck(std::vector<store::HeadRow> heads, std::string ledger, ledger::PublicKey key)
        : heads_(std::move(heads)), ledger_(std::move(ledger)), key_(key) {}

    /// False: this entry, or a head, is bad; `flaw` says why.
    bool take(const store::EntryRow& row) {
        if (row.seq != frontier_.size()) {
            flaw = row.seq > frontier_.size()
                       ? bad_entry(frontier_.size(), "is missing; the next one there is " + std::to_string(row.seq))
                       : bad_entry(row.seq, "is there though entries begin at 0");
            return false;
        }
        if (node_text(frontier_.append(ledger::leaf_hash(row.text))) != row.nodes) {
            flaw = bad_entry(row.seq, "its text or its hashes were changed");
            return false;
        }
        while (next_ < heads_.size() && heads_[next_].size == frontier_.size()) {
            if (!take_head(heads_[next_++])) {
                return false;
            }
        }
        return true;
    }
    /// After the last entry: do the heads say that it is the last?
    void finish() {
        if (flaw) {
            return;
        }
        const std::uint64_t size = frontier_.size();
        if (heads_.empty()) {
            flaw = {std::nullopt, "table head: there is no signed head"};
        } else if (heads_.back().size > size) {
            flaw = bad_entry(size, "is missing; the newest head was signed for " + std::to_string(heads_.back().size) +
                                       " entries");
        } else if (heads_.back().size < size) {
            flaw = bad_entry(heads_.back().size, "stands behind the newest signed head: it was not recorded by muster");
        } else if (next_ != heads_.size()) {
            flaw = {std::nullopt, "table head: a head stands for " + std::to_string(heads_[next_].size) +
                                      " entries, which is out of order"};
        }
    }
    /// By the newest head.
    [[nodiscard]] std::uint64_t expected_size() const { return heads_.empty() ? 0 : heads_.back().size; }
    [[nodiscard]] std::uint64_t size() const { return frontier_.size(); }
    [[nodiscard]] const std::optional<ledger::SignedHead>& newest() const { return newest_; }
    std::optional<Flaw> flaw{};

  private:
    bool take_head(const store::HeadRow& row) {
        const auto bad = [&](const std::string& what) {
            flaw = {std::nullopt, "table head: the head of " + std::to_string(row.size) + " entries " + what};
            return false;
        };
        const auto head = ledger::decode_head(row.text);
        if (!head || ledger::encode(*head) != row.text) {
            return bad(head ? "was changed" : head.error().message);
        }
        if (head->key != key_ || head->head.ledger != ledger_ || head->head.size != row.size ||
            !ledger::signature_holds(*head)) {
            return bad("was changed, or was not signed by this ledger's key");
        }
        if (head->head.root != frontier_.root()) {
            flaw = {checked_, "entry " + std::to_string(checked_) +
                                  (checked_ + 1 == row.size
                                       ? std::string(": was")
                                       : " or a later one, up to " + std::to_string(row.size - 1) + ": was") +
                                  " changed together with its hashes; the signed head of " + std::to_string(row.size) +
                                  " entries tells"};
            return false;
        }
        checked_ = row.size;
        newest_ = *head;
        return true;
    }

    std::vector<store::HeadRow> heads_;
    std::string ledger_;
    ledger::PublicKey key_;
    ledger::Frontier frontier_{};
    std::size_t next_ = 0;
    std::uint64_t checked_ = 0; ///< entries that a good head covers
    std::optional<ledger::SignedHead> newest_{};
};

} // namespace muster
