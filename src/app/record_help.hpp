#pragma once

#include "muster/register/kinds.hpp"
#include "muster/register/vocabulary.hpp"

#include <string>
#include <vector>

namespace muster {

/// In which form a field is written ("such as 2018-07-27 …"); empty for text and words.
[[nodiscard]] std::string expected_form(const FieldSpec& field);

/// The words that a field may hold; empty: anything.
[[nodiscard]] std::vector<std::string> words_for(const FieldSpec& field, const Vocabulary& vocabulary);

/// The fields of a kind that somebody writes: all but those that are taken from a photograph's file.
[[nodiscard]] std::vector<const FieldSpec*> written_fields(const KindSpec& kind);

} // namespace muster
