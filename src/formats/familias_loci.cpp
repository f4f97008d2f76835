#include "familias_parts.hpp"
#include "text.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace muster::familias {

namespace {

/// What a marker's block says of one sex' mutations.
struct MutationFields {
    double rate = 0.0;
    std::size_t code = 0;
    double range = 0.0;
    double rate2 = 0.0;
};

/// The models in the order of Familias 3's own list: equal probability, proportional to frequency, stepwise
/// (unstationary), stepwise (stationary: stabilised, Simonsson & Mostad 2016), extended stepwise.
MutationSpec mutation_of(const MutationFields& fields) {
    MutationSpec spec;
    const bool stepwise = fields.code >= 2;
    if (fields.rate == 0.0 && (!stepwise || fields.rate2 == 0.0)) {
        return spec;
    }
    spec.model = fields.code == 0   ? MutationModel::equal
                 : fields.code == 1 ? MutationModel::proportional
                                    : MutationModel::stepwise;
    spec.rate = fields.rate;
    if (stepwise) {
        spec.rate2 = fields.rate2;
        spec.range = fields.range;
    }
    if (fields.code == 3) {
        spec.transform = StationaryTransform::preserving_matrix;
    }
    return spec;
}

bool is_stepwise(const MutationSpec& spec) {
    return spec.model == MutationModel::stepwise;
}

/// A repeat number as the stepwise models need it: at least 1, one decimal at most ("9.3").
bool is_repeat_number(const std::string& allele) {
    const auto value = text::number(allele);
    return value && *value >= 1.0 && std::abs(*value * 10.0 - std::round(*value * 10.0)) < 1e-6;
}

/// Stepwise models cannot take "Rest allele" and its like: the marker falls back on equal mutation at the same rate.
void settle_models(LocusSpec& spec, std::vector<std::string>& notes) {
    if (!is_stepwise(spec.male) && !is_stepwise(spec.female)) {
        return;
    }
    const auto odd = std::find_if(spec.alleles.begin(), spec.alleles.end(), [&](const std::string& allele) {
        return allele != spec.silent && !is_repeat_number(allele);
    });
    if (odd == spec.alleles.end()) {
        return;
    }
    for (MutationSpec* sex : {&spec.male, &spec.female}) {
        const double rate = sex->rate;
        *sex = {};
        if (rate > 0.0) {
            sex->model = MutationModel::equal;
            sex->rate = rate;
        }
    }
    notes.push_back("marker " + text::quote(spec.name) + ": allele " + text::quote(*odd) +
                    " is no repeat number, which the stepwise model needs; equal mutation at the same rate is used");
}

std::size_t model_code(Cursor& in, const std::string& what) {
    const std::size_t code = in.count(what);
    if (in.ok() && code > 4) {
        in.fail_here("found " + std::to_string(code) + " where " + what +
                     " is expected; known are 0 (equal), 1 "
                     "(proportional), 2 (stepwise), 3 (stationary stepwise), 4 (extended stepwise)");
    }
    return code;
}

/// "12 (DatabaseSize = 1000 , Dropout probability = 0 , Minor allele frequency = 0 )" → the number of alleles.
std::size_t read_info_line(Cursor& in, FamiliasLocus& locus, const std::string& what) {
    const std::string line(in.peek());
    const std::size_t alleles = in.count(what);
    const auto value_of = [&](std::string_view key) {
        const std::size_t at = line.find(key);
        const std::size_t equals = at == std::string::npos ? at : line.find('=', at);
        if (equals == std::string::npos) {
            return 0.0;
        }
        const auto words = text::words(std::string_view(line).substr(equals + 1), " ,)");
        return words.empty() ? 0.0 : text::number(words.front()).value_or(0.0);
    };
    locus.database_size = value_of("DatabaseSize");
    locus.dropout = value_of("Dropout probability");
    locus.min_allele_frequency = value_of("Minor allele frequency");
    return alleles;
}

void read_alleles(Cursor& in, std::size_t count, LocusSpec& spec, std::vector<std::string>& notes) {
    std::vector<double>& freqs = spec.freqs.emplace_back();
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        std::string allele = in.text("an allele of marker " + text::quote(spec.name));
        if (allele == "0") {
            // "0" stands for "not seen" everywhere else.
            allele = "z";
            notes.push_back("marker " + text::quote(spec.name) + ": the allele named 0 is called z here");
        }
        freqs.push_back(
            in.number("the frequency of allele " + text::quote(allele) + " of marker " + text::quote(spec.name)));
        if (in.ok() && !(freqs.back() >= 0.0 && freqs.back() <= 1.0)) {
            in.fail_here("allele " + text::quote(allele) + " of marker " + text::quote(spec.name) + " has frequency " +
                         text::show(freqs.back()) + ", expected a number from 0 to 1");
        }
        spec.alleles.push_back(std::move(allele));
    }
}

FamiliasLocus read_locus(Cursor& in, std::size_t number, std::vector<std::string>& notes) {
    FamiliasLocus locus;
    LocusSpec& spec = locus.spec;
    spec.name = in.text("the name of marker " + std::to_string(number));
    const std::string of = " of marker " + text::quote(spec.name);
    MutationFields female;
    MutationFields male;
    female.rate = in.number("the female mutation rate" + of);
    male.rate = in.number("the male mutation rate" + of);
    female.code = model_code(in, "the code of the female mutation model" + of);
    male.code = model_code(in, "the code of the male mutation model" + of);
    in.count("the number of alleles, the silent one included," + of);
    female.range = in.number("the female mutation range" + of);
    male.range = in.number("the male mutation range" + of);
    female.rate2 = in.number("the second female mutation rate" + of);
    male.rate2 = in.number("the second male mutation rate" + of);
    const bool silent = in.flag("the \"has a silent allele\" flag" + of);
    const double silent_frequency = in.number("the frequency of the silent allele" + of);
    const std::size_t alleles = read_info_line(in, locus, "the number of alleles" + of);
    read_alleles(in, alleles, spec, notes);
    if (silent && silent_frequency > 0.0 && in.ok()) {
        spec.silent = "silent";
        spec.alleles.push_back(spec.silent);
        spec.freqs.front().push_back(silent_frequency);
    }
    spec.male = mutation_of(male);
    spec.female = mutation_of(female);
    settle_models(spec, notes);
    return locus;
}

} // namespace

void read_database(Cursor& in, FamiliasProject& project) {
    const std::size_t markers = in.count("the number of markers");
    if (in.flag("the \"database has a name\" flag")) {
        project.database = in.text("the name of the database");
    }
    std::unordered_set<std::string> names;
    for (std::size_t i = 0; i < markers && in.ok(); ++i) {
        const std::size_t line = in.line() + 1;
        FamiliasLocus locus = read_locus(in, i + 1, project.notes);
        if (in.ok() && !names.insert(locus.spec.name).second) {
            in.fail_at(line, "marker " + text::quote(locus.spec.name) + " is there twice");
        }
        project.loci.push_back(std::move(locus));
    }
}

} // namespace muster::familias
