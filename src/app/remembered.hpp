#pragma once

#include "register_session.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace muster {

/// Does something follow from entries of this kind?
using Matters = std::function<bool(std::string_view kind)>;

[[nodiscard]] Result<std::uint64_t> size_of(Register& reg);
/// The ledger's size, if no entry from `size` on matters; nothing: one does, or there are too many to look at.
[[nodiscard]] Result<std::optional<std::uint64_t>> unchanged_since(Register& reg, std::uint64_t size,
                                                                   const Matters& matters);

/// What was computed of a register, kept in memory for as long as no entry that matters was added. A server asks for
/// the same again and again; who asks meanwhile waits for the first. For several threads.
template <class Value> class Remembered {
  public:
    /// `make` gives the value; `name` tells questions apart.
    template <class Make>
    [[nodiscard]] Result<std::shared_ptr<const Value>> get(Register& reg, const std::string& name,
                                                           const Matters& matters, const Make& make) {
        const auto kept = place(reg.store().name() + "\n" + reg.name() + "\n" + name);
        const std::lock_guard lock(kept->mutex);
        if (kept->value) {
            const auto size = unchanged_since(reg, kept->size, matters);
            if (!size) {
                return fail(size.error());
            }
            if (*size) {
                kept->size = **size;
                return kept->value;
            }
        }
        const auto now = size_of(reg); // before it is made: what comes in between is looked at again
        auto made = now ? make() : fail(now.error());
        if (!made) {
            return fail(made.error());
        }
        kept->size = *now;
        kept->value = std::make_shared<const Value>(*std::move(made));
        return kept->value;
    }

  private:
    static constexpr std::size_t most = 64;

    struct Kept {
        std::mutex mutex;
        std::uint64_t size = 0;
        std::shared_ptr<const Value> value;
    };

    std::shared_ptr<Kept> place(const std::string& name) {
        const std::lock_guard lock(mutex_);
        if (kept_.size() >= most && !kept_.contains(name)) {
            kept_.clear();
        }
        auto& kept = kept_[name];
        kept = kept ? kept : std::make_shared<Kept>();
        return kept;
    }

    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Kept>> kept_;
};

} // namespace muster
