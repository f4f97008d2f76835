#pragma once

#include "muster/base/result.hpp"
#include "muster/formats/earlier_run.hpp"
#include "muster/genetics/locus.hpp"
#include "muster/genetics/profile.hpp"
#include "muster/pedigree/pedigree.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The parts of which all JSON case files are made. Private: nlohmann/json stays inside this module. Errors say what
// they are about ("locus 'L1': …"); the caller places them in a file.
namespace muster::json {

using Json = nlohmann::ordered_json;

/// Nesting beyond this is refused before parsing.
inline constexpr std::size_t max_depth = 200;

/// Errors (bad_input) with the line and, in the message, the column: text that is not JSON or is cut off, nesting
/// deeper than `max_depth`. `first_line` is the line of the file on which `text` starts.
[[nodiscard]] Result<Json> parse(std::string_view text, const std::string& source, std::size_t first_line = 1);

/// The member `key`, or null if there is none (or `object` is not an object, or the member is null).
[[nodiscard]] const Json* find(const Json& object, std::string_view key);

/// A string, or a number as it would be written: ids and alleles come as both.
[[nodiscard]] std::optional<std::string> word(const Json& value);

/// A number; nothing where the key is absent or null. Error: another type.
[[nodiscard]] Result<std::optional<double>> number(const Json& object, std::string_view key, const std::string& what);

/// An array of numbers, or of words.
[[nodiscard]] Result<std::vector<double>> numbers(const Json& value, const std::string& what);
[[nodiscard]] Result<std::vector<std::string>> words(const Json& value, const std::string& what);

/// {"model":"none"}, null, or {"male":{model, rate, rate2, range, seed, transform},"female":{…},
/// "male_matrix":[[…]],"female_matrix":[[…]]}; a matrix, where given, is taken as it is (model custom). A setting
/// may also be one object for both sexes: {model, rate, …}, in which "male" and "female" override it.
[[nodiscard]] Result<void> read_mutation(const Json& mutation, MutationSpec& male, MutationSpec& female);

/// {name, chrom ("A" or "X"), alleles, freqs, mutation, silent}. `silent_of_case`: the case's "silent", for loci that
/// do not name their own and have that allele.
[[nodiscard]] Result<LocusSpec> locus_spec(const Json& locus, const std::string& silent_of_case = {});

/// [{id, fid, mid, sex}, …], and the founders' inbreeding coefficients {id: f} where there are any.
[[nodiscard]] Result<std::vector<PersonRecord>> person_records(const Json& members,
                                                               const Json* founder_inbreeding = nullptr);

/// {key: [allele1, allele2], …}, the key being a person or a marker; "0" is an allele not seen. An empty list stands
/// for an empty map (R writes it so).
[[nodiscard]] Result<std::map<std::string, LocusResult>> genotypes(const Json& map, const std::string& whose);

/// The joint posterior in a result of `muster identify`. Error (bad_input): there is none.
[[nodiscard]] Result<EarlierRun> earlier_run(const Json& root, const std::string& source);

} // namespace muster::json
