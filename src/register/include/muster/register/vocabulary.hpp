#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// A bone as the vocabulary has it (data/vocabulary/bones.csv).
struct Bone {
    std::string name;
    std::string group;
    std::vector<std::string> sides;     ///< the sides it can have
    std::vector<std::string> positions; ///< the positions it can have; empty: none is told
    std::optional<std::size_t> zones{}; ///< zones are numbered 1 … this; nothing: any number
    bool adult = false;                 ///< of the list that an adult skeleton is checked against
    std::string part_of{};              ///< the bone that this one is a part of; empty: of none
    bool firm = false;                  ///< a whole that lacks this part is not complete
    std::string meaning{};
};

/// The words that fields may hold: data, not code (data/vocabulary).
class Vocabulary {
  public:
    Vocabulary(std::map<std::string, std::vector<std::string>, std::less<>> words, std::vector<Bone> bones);

    /// Empty: there is no such vocabulary.
    [[nodiscard]] const std::vector<std::string>& words(std::string_view vocabulary) const;
    /// The word as the vocabulary writes it, whatever the case it was written in. Nothing: not of the vocabulary.
    [[nodiscard]] std::optional<std::string> word(std::string_view vocabulary, std::string_view written) const;
    /// The same for bones. Null: no such bone.
    [[nodiscard]] const Bone* bone(std::string_view written) const;
    [[nodiscard]] const std::vector<std::string>& bone_names() const { return bone_names_; }

  private:
    std::map<std::string, std::vector<std::string>, std::less<>> words_;
    std::vector<Bone> bones_;
    std::vector<std::string> bone_names_{};
};

/// The word of `words` that differs least from what was written, if it is a likely slip; empty otherwise.
[[nodiscard]] std::string nearest(const std::vector<std::string>& words, std::string_view written);

} // namespace muster
