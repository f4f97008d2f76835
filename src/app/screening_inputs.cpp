#include "identification_parts.hpp"
#include "muster/app/version.hpp"
#include "muster/formats/read_remains.hpp"
#include "muster/screening/relatives.hpp"
#include "screening_parts.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <set>

namespace muster {
namespace {} // namespace

Result<FamilyIndex> index_for_now(const IndexSource& source, const IndexOptions& options) {
    std::error_code error;
    const std::filesystem::path place = std::filesystem::temp_directory_path(error);
    std::string folder = (place / "muster-XXXXXX").string();
    if (error || ::mkdtemp(folder.data()) == nullptr) {
        return fail(Error{ErrorKind::bad_input, "no folder can be made here; set TMPDIR to one that can be written to",
                          place.string()});
    }
    const std::filesystem::path path = std::filesystem::path(folder) / "index";
    auto index =
        build_index(source, path, options).and_then([&](const IndexSummary&) { return FamilyIndex::open(path); });
    std::filesystem::remove_all(folder, error);
    return index;
}

namespace {

/// Builds the index of a source in its file; one that is there lends its tables unless `anew`.
Result<IndexSummary> build_in_file(const IndexSource& source, const std::filesystem::path& path, IndexOptions options,
                                   bool anew) {
    std::optional<FamilyIndex> earlier;
    std::error_code error;
    if (std::filesystem::exists(path, error)) {
        auto opened = FamilyIndex::open(path);
        if (!opened && !(anew && FamilyIndex::is_one(path))) { // never silently: it may be another file
            return fail(opened.error());
        }
        if (opened && (opened->facts().name != source.name || opened->facts().against != source.against)) {
            return fail(Error{ErrorKind::refused,
                              "is the index of the case '" + opened->facts().name + "' (" + opened->facts().against +
                                  "), not of '" + source.name + "' (" + source.against +
                                  "); name another file, or remove this one",
                              path.string()});
        }
        if (!anew) {
            earlier = *std::move(opened);
            options.earlier = &*earlier;
        }
    }
    return build_index(source, path, options);
}

IndexOptions index_options(const ScreenRequest& request) {
    IndexOptions options;
    options.program = build_id();
    options.threads = request.threads;
    options.progress = request.comparison.progress;
    return options;
}

/// The references of a case under their persons' names and sexes.
std::vector<TypedPerson> typed_references(const Case& subject) {
    std::vector<TypedPerson> out;
    const CaseInput& input = subject.input();
    for (const auto& [person, profile] : input.references) {
        const auto family = input.family_of.find(person);
        const Member& member = subject.pedigree().member(*subject.pedigree().find(person));
        out.push_back({profile, family == input.family_of.end() ? "" : family->second, member.population});
        out.back().profile.sample = person;
        out.back().profile.sex = profile.sex == Sex::unknown ? member.sex : profile.sex;
    }
    return out;
}

std::string against_words(const ScreenRequest& request) {
    const bool families = request.against.empty() || request.against == "families";
    return families ? "families"
                    : request.against + " (" + (request.relation.empty() ? "same" : request.relation) + ")";
}

/// Takes profiles in, but not those that are references already.
void leave_out(std::vector<SampleProfile>& profiles, const std::function<bool(const std::string&)>& is_reference,
               std::vector<std::string>& left_out) {
    std::erase_if(profiles, [&](const SampleProfile& one) {
        const bool out = is_reference(one.sample);
        if (out) {
            left_out.push_back(one.sample);
        }
        return out;
    });
}

/// Targets that are somebody typed.
Result<IndexSource> source_of_typed(const ScreenRequest& request, const Case& subject, const IdentifyOptions& options) {
    auto relation = parse_relation(request.relation.empty() ? "same" : request.relation);
    if (!relation) {
        return fail(ErrorKind::usage, "--relation: " + relation.error().message);
    }
    IndexSource like = missing_persons(subject, options.mutation);
    like.against = against_words(request);
    const CaseInput& input = subject.input();
    std::vector<TypedPerson> persons;
    if (request.against == "remains") {
        for (const SampleProfile& profile : input.remains) {
            persons.push_back({profile});
        }
        return typed_persons(like, std::move(persons), *relation, options.errors);
    }
    return typed_persons(like, typed_references(subject), *relation, TypingErrors{});
}

/// The missing persons of the case, or those of them that are asked for.
Result<IndexSource> source_of_missing(const ScreenRequest& request, const Case& subject,
                                      const IdentifyOptions& options) {
    IndexSource all = missing_persons(subject, options.mutation);
    if (request.persons.empty()) {
        return all;
    }
    std::vector<std::size_t> wanted;
    for (const std::string& person : request.persons) {
        const auto& missing = subject.input().missing;
        const auto at = std::find_if(missing.begin(), missing.end(),
                                     [&](const MissingPerson& one) { return one.person == person; });
        if (at == missing.end()) {
            return fail(ErrorKind::usage, "--person " + person + ": nobody of this name is missing in the case");
        }
        wanted.push_back(static_cast<std::size_t>(at - missing.begin()));
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    all.targets = wanted.size();
    all.target = [wanted, of = all.target](std::size_t i) { return of(wanted[i]); };
    return all;
}

Result<void> check(const ScreenRequest& request) {
    if (request.min_lr && !(*request.min_lr >= 0.0 && std::isfinite(*request.min_lr))) {
        return fail(ErrorKind::usage, "--min-lr: a likelihood ratio of 0 or more is expected");
    }
    if (request.min_lr && request.min_posterior) {
        return fail(ErrorKind::usage, "--min-lr and --min-posterior: one of them is expected");
    }
    const bool families = request.against.empty() || request.against == "families";
    if (!request.index.empty() && !families) {
        return fail(ErrorKind::usage, "--index is the index of the families, not of " + request.against);
    }
    if (request.min_posterior && (!families || !request.persons.empty())) {
        return fail(ErrorKind::usage, "--min-posterior weighs all families, not some persons or " + request.against);
    }
    if (!request.persons.empty() && (!request.index.empty() || !families)) {
        return fail(ErrorKind::usage, "--person goes with the families of a case, without --index and --against");
    }
    for (const char* known : {"", "families", "remains", "references", "references-with-references"}) {
        if (request.against == known) {
            return {};
        }
    }
    return fail(ErrorKind::usage, "--against: families, remains, references or references-with-references is expected, "
                                  "found '" +
                                      request.against + "'");
}

void note(Screening& screening, const RemainsNotes& read) {
    auto& left_out = screening.references_left_out;
    left_out.insert(left_out.begin(), read.references.begin(), read.references.end());
    screening.notes = read.notes;
    screening.simulated = read.simulated;
}

/// With an index alone.
Result<std::unique_ptr<Screening>> with_index(const ScreenRequest& request, const IdentifyOptions& options) {
    if (request.remains.empty()) {
        return fail(ErrorKind::usage, "an index holds no remains: say which to compare (--remains FILE)");
    }
    if ((!request.against.empty() && request.against != "families") || !request.persons.empty()) {
        return fail(ErrorKind::usage, "--against and --person ask for the case, not its index");
    }
    const IdentificationRequest& model = request.comparison;
    if (model.theta || !model.population.empty() || !model.mutation_setting.empty() || !model.mutation ||
        !request.index.empty() || !request.relation.empty()) {
        return fail(ErrorKind::usage,
                    "--theta, --population, --mutation, --no-mutation, --index and --relation ask for "
                    "the case: an index holds tables that are made already");
    }
    auto index = FamilyIndex::open(request.comparison.subject);
    if (!index) {
        return fail(index.error());
    }
    auto out = std::make_unique<Screening>();
    out->options = options;
    out->index = std::make_shared<FamilyIndex>(*std::move(index));
    out->index_path = std::filesystem::absolute(request.comparison.subject);
    auto samples = std::make_shared<ScreenSamples>(*out->index, options.errors);
    out->samples = samples;
    const auto& names = out->index->facts().references;
    const std::set<std::string> references(names.begin(), names.end());
    const auto add = [&](std::vector<SampleProfile> some) {
        leave_out(
            some, [&](const std::string& name) { return references.contains(name); }, out->references_left_out);
        return samples->add(some);
    };
    const auto read = read_remains(request.remains, out->index->facts().loci, false, add);
    if (!read) {
        Error error = read.error().in(request.remains.string());
        if (request.comparison.rare_allele_frequency || error.message.find("--rare") != std::string::npos) {
            error.message +=
                ". An index knows the alleles that it was made with: for others give the case in its place, "
                "with --rare and --index; tables of that marker alone are then made again";
        }
        return fail(std::move(error));
    }
    out->against = out->index->facts().against;
    note(*out, *read);
    out->simulated = out->simulated || out->index->facts().simulated;
    if (out->index->facts().program != build_id()) {
        out->notes.push_back("the index was made by another build of muster (" + out->index->facts().program +
                             "): its tables are as that one computed them; muster screen index makes it again");
    }
    return out;
}

/// The case with other remains, if some were given; references among them are left out.
Result<Case> case_with_remains(const ScreenRequest& request, Screening& screening) {
    auto subject = case_of_request(request.comparison);
    if (!subject || request.remains.empty()) {
        return subject;
    }
    const auto& rare = request.comparison.rare_allele_frequency;
    std::vector<SampleProfile> remains;
    const auto add = [&](std::vector<SampleProfile> some) -> Result<void> {
        std::move(some.begin(), some.end(), std::back_inserter(remains));
        return {};
    };
    const auto read = read_remains(request.remains, subject->input().loci, rare.has_value(), add);
    if (!read) {
        return fail(read.error());
    }
    const auto& references = subject->input().references;
    leave_out(
        remains, [&](const std::string& name) { return references.contains(name); }, screening.references_left_out);
    note(screening, *read);
    return with_remains(*subject, std::move(remains), rare, request.remains.string());
}

PairRule pairings_of(const Case& subject, const FamilyIndex& index) {
    if (subject.input().pairings.empty()) {
        return {};
    }
    return [&subject, &index](std::size_t sample, std::size_t target) {
        const auto allowed = subject.input().pairings.find(subject.input().remains[sample].sample);
        const std::string& person = index.facts().targets[target].person;
        return allowed == subject.input().pairings.end() ||
               std::find(allowed->second.begin(), allowed->second.end(), person) != allowed->second.end();
    };
}

} // namespace

Result<std::unique_ptr<Screening>> make_screening(const ScreenRequest& request, const std::filesystem::path& keep) {
    const std::filesystem::path& file = request.index.empty() ? keep : request.index;
    auto options = identify_options(request.comparison);
    const auto checked = check(request);
    if (!options || !checked) {
        return fail(!options ? options.error() : checked.error());
    }
    if (FamilyIndex::is_one(request.comparison.subject)) {
        return with_index(request, *options);
    }
    auto out = std::make_unique<Screening>();
    auto subject = case_with_remains(request, *out);
    if (!subject) {
        return fail(subject.error());
    }
    out->subject = *std::move(subject);
    out->simulated = out->subject->input().simulated;
    out->options = *options;
    const bool families = request.against.empty() || request.against == "families";
    auto source = families ? source_of_missing(request, *out->subject, *options)
                           : source_of_typed(request, *out->subject, *options);
    if (!source) {
        return fail(source.error());
    }
    auto index = file.empty()
                     ? index_for_now(*source, index_options(request))
                     : build_in_file(*source, file, index_options(request), false).and_then([&](const IndexSummary&) {
                           return FamilyIndex::open(file);
                       });
    if (!index) {
        return fail(index.error());
    }
    out->index = std::make_shared<FamilyIndex>(*std::move(index));
    out->index_path = file.empty() ? "" : std::filesystem::absolute(file);
    const bool references = request.against == "references-with-references";
    auto samples = std::make_shared<ScreenSamples>(*out->index, references ? TypingErrors{} : options->errors);
    out->samples = samples;
    std::vector<SampleProfile> profiles = out->subject->input().remains;
    if (references) {
        profiles.clear();
        for (TypedPerson& one : typed_references(*out->subject)) {
            profiles.push_back(std::move(one.profile));
        }
    }
    if (auto added = samples->add(profiles); !added) {
        return fail(added.error().in(request.comparison.subject.string()));
    }
    out->one_kind = references || request.against == "remains";
    out->against = against_words(request);
    if (families) {
        out->may_pair = pairings_of(*out->subject, *out->index);
    } else if (out->one_kind) {
        out->may_pair = [](std::size_t sample, std::size_t target) { return sample != target; };
    }
    return out;
}

Result<Answer> build_screening_index(const ScreenIndexRequest& request) {
    auto subject = case_of_request(request.comparison);
    if (!subject) {
        return fail(subject.error());
    }
    const IndexSource source = missing_persons(*subject, request.comparison.mutation);
    IndexOptions options;
    options.program = build_id();
    options.threads = request.threads;
    options.progress = request.comparison.progress;
    const auto built = build_in_file(source, request.out, options, request.anew);
    if (!built) {
        return fail(built.error().in(request.comparison.subject.string()));
    }
    return index_answer(*subject, request, *built);
}

} // namespace muster
