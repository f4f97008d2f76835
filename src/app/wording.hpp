#pragma once

#include "muster/base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// What muster composes in English, said in another language by the table of sentences (data/korean/SOURCE.md).
class Wording {
  public:
    /// `language`: "en" or "ko". Errors (usage): another; those of the table's file.
    [[nodiscard]] static Result<Wording> in(const std::string& language);

    /// The sentence in this language; what the table does not have stays as it is.
    [[nodiscard]] std::string operator()(const std::string& english) const;
    /// BCP 47.
    [[nodiscard]] const std::string& language() const { return language_; }

  private:
    struct Sentence {
        std::vector<std::string> literals; ///< of the English, between what is filled in
        std::string said;
    };

    explicit Wording(std::string language) : language_(std::move(language)) {}

    [[nodiscard]] std::optional<std::string> whole(std::string_view english) const;
    [[nodiscard]] std::optional<std::string> in_parts(std::string_view english) const;
    [[nodiscard]] std::string filled(const std::string& said, const std::vector<std::string_view>& given) const;

    std::string language_;
    std::vector<Sentence> sentences_{};
};

} // namespace muster
