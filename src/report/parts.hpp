#pragma once

#include "view.hpp"

#include <string>
#include <string_view>

/// The parts of the page, each in its own file. All return well-formed HTML.
namespace muster::report {

/// The style sheet. `running_title` goes to the head of every printed page.
[[nodiscard]] std::string style_sheet(std::string_view running_title, bool simulated);

/// A few lines that filter samples by name and open or close all details. The page reads without them.
[[nodiscard]] std::string_view script();

/// What the answer was made from and under which assumptions.
[[nodiscard]] std::string computed_section(const View& view);

/// What the evidence says: one row a sample; then who is left without a candidate, and the caution.
[[nodiscard]] std::string summary_section(const View& view);

/// The joint posterior: table, assignment graph, and the lists; nothing if there is none.
[[nodiscard]] std::string together_section(const View& view);

/// Of it: samples excluded from everybody, the assignments listed, who is found, individuals with several samples and
/// what these show together. There must be a joint answer.
[[nodiscard]] std::string together_lists(const View& view);

[[nodiscard]] std::string warnings_section(const View& view);

/// log10 LR of every pair as coloured cells; beyond a few thousand cells, the best candidates only.
[[nodiscard]] std::string heat_map_section(const View& view);

/// The drawn pedigree of each family, and who of it is typed.
[[nodiscard]] std::string families_section(const View& view);

/// Each sample with its candidates opened locus by locus, and who was excluded and why.
[[nodiscard]] std::string samples_section(const View& view);

/// One pair opened up: the alleles of both sides and the LR of every locus compared.
[[nodiscard]] std::string locus_table(const View& view, std::size_t sample, std::size_t person);

/// How to read the page.
[[nodiscard]] std::string reading_section(const View& view);

/// The pedigree of these members as inline SVG.
[[nodiscard]] std::string pedigree_svg(const View& view, const FamilyView& family, std::size_t number);

/// Class of the colour of a log10 LR: "b0" (strongly against) to "b7" (strongly for).
[[nodiscard]] std::string colour_class(double log10_lr);

/// In pages of this many pairs and more, parts that list pairs one by one give way to the CSV tables.
inline constexpr std::size_t many_pairs = 4000;

[[nodiscard]] inline bool has_many_pairs(const Identification& id) {
    return id.samples.size() * id.persons.size() > many_pairs;
}

} // namespace muster::report
