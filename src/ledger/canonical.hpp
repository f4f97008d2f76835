#pragma once

#include "muster/base/result.hpp"
#include "muster/ledger/entry.hpp"
#include "muster/ledger/head.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// The canonical JSON that entries, heads and proof files share. Whoever decodes one reads the members, makes the value
// from them, encodes that again and compares: what is not written in the one canonical way cannot pass.
namespace muster::ledger::canonical {

/// A member of an object: a text, a list of texts, or an object of these.
struct Member {
    std::string name;
    std::variant<std::string, std::vector<std::string>, Body> value;
};

/// The members of a JSON object in the order in which they stand. `what` names the text in messages: "an entry".
/// Error (verification): no such object.
[[nodiscard]] Result<std::vector<Member>> read(std::string_view text, std::string_view what);

/// Error (verification), naming the first place where they differ: `text` is not `wanted`.
[[nodiscard]] Result<void> same(std::string_view text, std::string_view wanted, std::string_view what);

/// The text of that name; null: there is none.
[[nodiscard]] const std::string* text_of(const Body& body, std::string_view name);

/// A number in decimal digits that fits; leading zeros are left to `same`.
[[nodiscard]] std::optional<std::uint64_t> number(std::string_view text);

/// A signed head as an object, as it also stands within a proof file, and back. Error (verification): a member is
/// missing or is not what it should be; members that do not belong there are left to `same`.
[[nodiscard]] Body body_of(const SignedHead& head);
[[nodiscard]] Result<SignedHead> head_of(const Body& body);

/// Without the white space (line ends, tabs, blanks) around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Writes an object; its members must come in their canonical order.
class Writer {
  public:
    explicit Writer(std::size_t expected_size) {
        text_.reserve(expected_size);
        text_ += '{';
    }
    void text(std::string_view name, std::string_view value);
    void texts(std::string_view name, const std::vector<std::string>& values);
    void body(std::string_view name, const Body& value);
    [[nodiscard]] std::string finish() {
        text_ += '}';
        return std::move(text_);
    }

  private:
    void name(std::string_view name);
    std::string text_;
};

} // namespace muster::ledger::canonical
