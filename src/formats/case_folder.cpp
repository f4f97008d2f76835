#include "muster/formats/case_folder.hpp"

#include "case_finish.hpp"
#include "folder_parts.hpp"
#include "muster/formats/text_input.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>

namespace muster {

namespace {

using folder::FoundSample;
using folder::SampleKind;

constexpr std::array known_files{"profiles.csv", "pm_genotypes.csv", "am_genotypes.csv", "samples.csv", "pedigree.csv",
                                 "families.csv", "pedigree.ped",     "frequencies.csv",  "freqs.csv",   "mutation.json",
                                 "mutation.csv", "markers.csv",      "linkage.csv",      "prior.csv",   "simulated"};

bool is_known(const std::string& name) {
    return name.ends_with(".ped") || std::find(known_files.begin(), known_files.end(), name) != known_files.end();
}

/// The files of one folder while the case is built from them.
class FolderReader {
  public:
    FolderReader(const CaseFiles& files, std::string folder, const CaseOptions& options)
        : files_(files), folder_(std::move(folder)), options_(options) {}

    Result<Case> read() {
        if (auto missing = check_needed_files()) {
            return fail(*std::move(missing));
        }
        input_.name = std::filesystem::path(folder_).filename().string();
        input_.simulated = files_.contains("simulated");
        for (const auto& [name, file] : files_) {
            input_.notes.insert(input_.notes.end(), file.notes.begin(), file.notes.end());
        }
        using Step = Result<void> (FolderReader::*)();
        for (const Step step : {&FolderReader::read_frequencies, &FolderReader::read_pedigree,
                                &FolderReader::make_specs, &FolderReader::read_mutation, &FolderReader::read_profiles,
                                &FolderReader::fill_zeros, &FolderReader::make_loci, &FolderReader::read_extras}) {
            if (auto done = (this->*step)(); !done) {
                return fail(std::move(done.error()));
            }
        }
        return finish_case(std::move(input_), options_, folder_);
    }

  private:
    /// The first of these files that is there; empty if none is.
    [[nodiscard]] std::string first_of(std::initializer_list<const char*> names) const {
        for (const char* name : names) {
            if (files_.contains(name)) {
                return name;
            }
        }
        return {};
    }

    [[nodiscard]] std::vector<std::string> ped_files() const {
        std::vector<std::string> names;
        for (const auto& [name, file] : files_) {
            if (name.ends_with(".ped")) {
                names.push_back(name);
            }
        }
        return names;
    }

    [[nodiscard]] Result<CsvTable> table(const std::string& name) const {
        const TextInput& file = files_.at(name);
        return CsvTable::parse(file.text, file.source);
    }

    [[nodiscard]] std::optional<Error> check_needed_files() const {
        const auto peds = ped_files();
        std::vector<std::string> missing;
        if (first_of({"profiles.csv", "pm_genotypes.csv"}).empty()) {
            missing.emplace_back("the profiles (profiles.csv, or pm_genotypes.csv and am_genotypes.csv)");
        }
        if (first_of({"pedigree.csv", "families.csv"}).empty() && peds.empty()) {
            missing.emplace_back("the pedigree (pedigree.csv, families.csv or pedigree.ped)");
        }
        if (first_of({"frequencies.csv", "freqs.csv"}).empty()) {
            missing.emplace_back("the allele frequencies (frequencies.csv or freqs.csv)");
        }
        if (missing.empty()) {
            return std::nullopt;
        }
        return Error{ErrorKind::bad_input, "the folder lacks " + text::join(missing), folder_, 0};
    }

    Result<void> read_frequencies() {
        const auto csv = table(first_of({"frequencies.csv", "freqs.csv"}));
        if (!csv) {
            return fail(csv.error());
        }
        auto file = folder::read_frequencies(*csv, options_);
        if (!file) {
            return fail(std::move(file.error()));
        }
        frequencies_ = *std::move(file);
        if (!files_.contains("markers.csv")) {
            return {};
        }
        const auto markers = table("markers.csv");
        return markers ? folder::read_markers(*markers, frequencies_) : fail(markers.error());
    }

    Result<Roster> read_roster() {
        const std::string csv_name = first_of({"pedigree.csv", "families.csv"});
        if (!csv_name.empty()) {
            const auto csv = table(csv_name);
            return csv ? folder::read_pedigree_csv(*csv, frequencies_.populations, populations_stated_)
                       : fail(csv.error());
        }
        const auto peds = ped_files();
        if (peds.size() > 1 && !files_.contains("pedigree.ped")) {
            return fail(Error{ErrorKind::bad_input,
                              "there are several pedigree files (" + text::join(peds) + "); name one pedigree.ped",
                              folder_, 0});
        }
        const std::string name = peds.size() > 1 ? "pedigree.ped" : peds.front();
        const TextInput& file = files_.at(name);
        return folder::read_pedigree_ped(file.text, file.source);
    }

    Result<void> read_pedigree() {
        auto roster = read_roster();
        if (!roster) {
            return fail(std::move(roster.error()));
        }
        if (auto checked = roster->check_parents(); !checked) {
            return checked;
        }
        const std::string source = roster->source();
        references_ = roster->references();
        shared_founders_ = roster->shared_founders();
        std::move(*roster).move_into(input_);
        if (input_.missing.empty()) {
            return fail(Error{ErrorKind::bad_input,
                              "nobody is marked as missing; give the status 'missing' to those who are looked for",
                              source, 0});
        }
        const auto pedigree = Pedigree::make(input_.persons);
        return pedigree ? Result<void>{} : fail(pedigree.error().in(source));
    }

    /// Which populations stay: all where persons state theirs, else the one asked for, or the only one.
    Result<void> make_specs() {
        if (!populations_stated_) {
            if (frequencies_.populations.size() > 1 && options_.population.empty()) {
                return fail(
                    Error{ErrorKind::usage,
                          "there are " + std::to_string(frequencies_.populations.size()) +
                              " populations; choose one with --population NAME, or give the persons theirs in the "
                              "pedigree: " +
                              text::join(frequencies_.populations),
                          frequencies_.source, 0});
            }
            folder::keep_first_population(frequencies_);
        }
        auto specs = folder::locus_specs(frequencies_);
        if (!specs) {
            return fail(std::move(specs.error()));
        }
        specs_ = *std::move(specs);
        input_.populations = frequencies_.populations;
        return {};
    }

    Result<void> read_mutation() {
        const std::string name = first_of({"mutation.json", "mutation.csv"});
        if (name.empty()) {
            if (!options_.mutation.empty() && options_.mutation != "none") {
                return fail(Error{ErrorKind::usage,
                                  "the mutation setting " + text::quote(options_.mutation) +
                                      " is asked for, but there is no mutation.json or mutation.csv",
                                  folder_, 0});
            }
            return {};
        }
        if (name == "mutation.json") {
            const TextInput& file = files_.at(name);
            return folder::read_mutation_json(file.text, file.source, options_, specs_, input_.notes);
        }
        const auto csv = table(name);
        return csv ? folder::read_mutation_csv(*csv, options_, specs_) : fail(csv.error());
    }

    Result<void> read_profiles() {
        const folder::LocusIndex index(specs_);
        folder::SampleSet set(index, options_.rare_allele_frequency.has_value());
        const std::pair<const char*, SampleKind> files[] = {{"profiles.csv", SampleKind::by_id},
                                                            {"pm_genotypes.csv", SampleKind::remains},
                                                            {"am_genotypes.csv", SampleKind::reference}};
        for (const auto& [name, kind] : files) {
            if (!files_.contains(name)) {
                continue;
            }
            const auto csv = table(name);
            if (!csv) {
                return fail(csv.error());
            }
            if (auto read = set.read(*csv, kind); !read) {
                return read;
            }
        }
        if (files_.contains("samples.csv")) {
            const auto csv = table("samples.csv");
            if (!csv) {
                return fail(csv.error());
            }
            if (auto read = set.read_samples(*csv, input_.notes); !read) {
                return read;
            }
        }
        return place_samples(set);
    }

    Result<void> place_samples(folder::SampleSet& set) {
        std::unordered_map<std::string, Sex> sexes;
        for (const PersonRecord& person : input_.persons) {
            sexes.emplace(person.id, person.sex);
        }
        std::size_t completed = 0;
        for (FoundSample& found : set.samples()) {
            const std::string id = found.profile.sample;
            const auto person = sexes.find(id);
            const bool is_person = person != sexes.end();
            const auto misplaced = [&](const std::string& message) -> Result<void> {
                return fail(Error{ErrorKind::bad_input, message, found.source, found.line});
            };
            if (found.kind == SampleKind::reference && !is_person) {
                return misplaced("reference " + text::quote(id) + " is not a person of the pedigree");
            }
            if (found.kind == SampleKind::remains && is_person) {
                return misplaced("sample " + text::quote(id) +
                                 " of the remains has the id of a person of the pedigree; rename one of them");
            }
            if (const auto sex = sex_of(found.profile); !sex) {
                return misplaced(sex.error().message);
            }
            completed += folder::complete_x_linked(found.profile, is_person ? person->second : Sex::unknown, specs_);
            input_.simulated = input_.simulated || found.profile.simulated;
            if (is_person) {
                input_.references.emplace(id, std::move(found.profile));
            } else {
                input_.remains.push_back(std::move(found.profile));
            }
        }
        std::erase_if(references_, [&](const std::string& id) { return input_.references.contains(id); });
        if (!references_.empty()) {
            input_.notes.push_back("the pedigree says that these gave a reference, but no profile has their id: " +
                                   text::join(references_) + "; is one of the samples theirs, under another spelling?");
        }
        note_untyped(shared_founders_, input_);
        if (set.lone_alleles() > completed) {
            input_.notes.push_back(
                std::to_string(set.lone_alleles() - completed) +
                " results show one allele only and are read as partial (12 as 12/?); write 12/12 for a "
                "homozygote");
        }
        return {};
    }

    Result<void> fill_zeros() {
        if (input_.populations.size() < 2) {
            return {};
        }
        std::vector<SampleProfile> profiles = input_.remains;
        for (const auto& [person, profile] : input_.references) {
            profiles.push_back(profile);
        }
        return folder::fill_zeros(specs_, carried_alleles(profiles), frequencies_, options_, input_.notes);
    }

    Result<void> make_loci() {
        for (LocusSpec& spec : specs_) {
            auto locus = Locus::make(spec);
            if (!locus) {
                return fail(locus.error().in(frequencies_.source));
            }
            input_.loci.push_back(*std::move(locus));
        }
        return {};
    }

    Result<void> read_extras() {
        if (files_.contains("linkage.csv")) {
            const auto csv = table("linkage.csv");
            if (!csv) {
                return fail(csv.error());
            }
            if (auto read = folder::read_linkage(*csv, folder::LocusIndex(specs_), input_); !read) {
                return read;
            }
        }
        if (files_.contains("prior.csv")) {
            const auto csv = table("prior.csv");
            if (!csv) {
                return fail(csv.error());
            }
            return folder::read_prior(*csv, input_);
        }
        return {};
    }

    const CaseFiles& files_;
    std::string folder_;
    const CaseOptions& options_;
    CaseInput input_;
    folder::FrequencyFile frequencies_;
    std::vector<LocusSpec> specs_;
    std::vector<std::string> references_; ///< persons whom the pedigree says to be typed
    std::vector<SharedFounder> shared_founders_;
    bool populations_stated_ = false;
};

} // namespace

Result<Case> parse_case_files(const CaseFiles& files, const std::string& folder, const CaseOptions& options) {
    return FolderReader(files, folder, options).read();
}

Result<Case> read_case_folder(const std::filesystem::path& path, const CaseOptions& options) {
    std::error_code status;
    const std::string folder = path.has_filename() ? path.string() : path.parent_path().string();
    if (!std::filesystem::is_directory(path, status)) {
        return fail(Error{ErrorKind::bad_input, "there is no such folder", folder, 0});
    }
    CaseFiles files;
    std::filesystem::directory_iterator entries(path, status);
    if (status) {
        return fail(Error{ErrorKind::bad_input, "the folder cannot be opened; check its permissions", folder, 0});
    }
    for (const auto& entry : entries) {
        const std::string name = text::lower(entry.path().filename().string());
        if (!is_known(name)) {
            continue;
        }
        auto input = read_text(entry.path());
        if (!input) {
            return fail(std::move(input.error()));
        }
        files[name] = *std::move(input);
    }
    return parse_case_files(files, folder, options);
}

} // namespace muster
