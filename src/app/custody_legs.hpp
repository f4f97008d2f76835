#pragma once

#include "muster/register/register.hpp"
#include "muster/register/values.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Custody legs, for the commands that tell of them.
namespace muster {

/// Current records, each read once.
class Records {
  public:
    explicit Records(Register& reg) : reg_(reg) {}

    /// Null: not recorded, or withdrawn.
    Result<const FullRecord*> get(const std::string& name) {
        auto at = read_.find(name);
        if (at == read_.end()) {
            auto found = reg_.find(name);
            if (!found) {
                return fail(found.error());
            }
            if (*found && (*found)->withdrawn) {
                found->reset();
            }
            at = read_.emplace(name, *std::move(found)).first;
        }
        return at->second ? &*at->second : nullptr;
    }

    /// The records of a kind that name this one in their field `role`, in the order of their entries.
    Result<std::vector<const FullRecord*>> sources(const FullRecord& of, std::string_view kind, std::string_view role) {
        std::vector<const FullRecord*> found;
        for (const Link& link : of.links) {
            if (kind_of(link.source) == kind && link.role == role) {
                auto one = get(link.source);
                if (!one) {
                    return fail(one.error());
                }
                if (*one != nullptr) {
                    found.push_back(*one);
                }
            }
        }
        std::sort(found.begin(), found.end(),
                  [](const auto* a, const auto* b) { return a->entries.front() < b->entries.front(); });
        return found;
    }

  private:
    Register& reg_;
    std::map<std::string, std::optional<FullRecord>> read_{};
};

/// A custody leg with its confirmations, and what of it is confirmed.
struct Leg {
    const FullRecord* transfer = nullptr;
    std::vector<const FullRecord*> confirmations{};
    std::vector<std::string> sent{};
    std::vector<std::string> missing{}; ///< sent, and not confirmed

    [[nodiscard]] std::string text(std::string_view field) const { return text_of(transfer->body, field); }
    [[nodiscard]] bool overdue(const Moment& now) const {
        const auto due = moment(text("due"));
        return !missing.empty() && due && due->before(now);
    }
    /// The confirmation that names the item; null: none.
    [[nodiscard]] const FullRecord* receipt_of(const std::string& item) const { return naming(item, "items"); }
    /// The confirmation that says that the item's own seal was broken or missing; null: none.
    [[nodiscard]] const FullRecord* broken_seal_of(const std::string& item) const { return naming(item, "broken"); }

  private:
    [[nodiscard]] const FullRecord* naming(const std::string& item, const char* field) const {
        for (const FullRecord* one : confirmations) {
            const auto items = list_of(one->body, field);
            if (std::find(items.begin(), items.end(), item) != items.end()) {
                return one;
            }
        }
        return nullptr;
    }
};

[[nodiscard]] Result<Leg> leg_of(Records& records, const FullRecord& transfer);
/// The legs that an item went through, in the order of their departures: those that list it, and those of which a
/// confirmation names it, among what arrived or for its broken seal, though they do not.
[[nodiscard]] Result<std::vector<Leg>> legs_of(Records& records, const FullRecord& item);
[[nodiscard]] std::string leg_json(const Leg& leg, const Moment& now);
[[nodiscard]] Moment now_moment();

} // namespace muster
