#include "muster/formats/answers.hpp"

#include "joint_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace muster {
namespace {

using Json = nlohmann::ordered_json;

Json number_or_null(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json numbers_or_null(const std::vector<double>& values) {
    Json out = Json::array();
    for (double v : values) {
        out.push_back(number_or_null(v));
    }
    return out;
}

Json rows(const Matrix& matrix) {
    Json out = Json::array();
    for (std::size_t i = 0; i < matrix.rows(); ++i) {
        Json row = Json::array();
        for (std::size_t j = 0; j < matrix.cols(); ++j) {
            row.push_back(matrix(i, j));
        }
        out.push_back(std::move(row));
    }
    return out;
}

/// Names may hold what is not UTF-8 when they come from a command line; such bytes become U+FFFD.
std::string text(const Json& json, int indent = -1) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

template <std::size_t N> Json list_or_nulls(const std::optional<std::array<double, N>>& values) {
    return values ? Json(*values) : Json(std::vector<Json>(N, nullptr));
}

const char* status_word(PairStatus status) {
    switch (status) {
    case PairStatus::ok: return "ok";
    case PairStatus::excluded: return "excluded";
    case PairStatus::sex: return "sex";
    case PairStatus::not_considered: break;
    }
    return "not_considered";
}

bool compared(const Pair& pair) {
    return pair.status == PairStatus::ok || pair.status == PairStatus::excluded;
}

/// One value for each pair, [sample][person].
template <class Value> Json each_pair(const Identification& answer, Value value) {
    Json out = Json::array();
    for (const auto& row : answer.pairs) {
        Json line = Json::array();
        for (const Pair& pair : row) {
            line.push_back(value(pair));
        }
        out.push_back(std::move(line));
    }
    return out;
}

Json candidates(const std::vector<std::vector<Candidate>>& lists, const std::vector<std::string>& names,
                const char* key) {
    Json out = Json::array();
    for (const auto& list : lists) {
        Json ranked = Json::array();
        for (const Candidate& c : list) {
            ranked.push_back({{key, names[c.other]}, {"log10_lr", c.log10_lr}, {"posterior", c.posterior}});
        }
        out.push_back(std::move(ranked));
    }
    return out;
}

Json locus_lines(const Pair& pair) {
    Json out = Json::array();
    for (const LocusLine& line : pair.lines) {
        out.push_back(line.compared ? number_or_null(line.log10_lr) : Json("not compared"));
    }
    return out;
}

Json unit_names(const Identification& answer) {
    for (const auto& row : answer.pairs) {
        for (const Pair& pair : row) {
            if (!pair.lines.empty()) {
                Json names = Json::array();
                for (const LocusLine& line : pair.lines) {
                    names.push_back(line.name);
                }
                return names;
            }
        }
    }
    return Json::array();
}

Json mutation_setting(const MutationSpec& spec) {
    Json out{{"model", to_string(spec.model)}};
    if (spec.model != MutationModel::none && spec.model != MutationModel::custom) {
        out["rate"] = spec.rate;
        out["rate2"] = spec.rate2;
        out["range"] = spec.range;
    }
    if (spec.transform != StationaryTransform::none) {
        out["transform"] = to_string(spec.transform);
    }
    return out;
}

/// What each locus was computed with, so that the answer can be made again.
Json locus_settings(const Case& subject, bool mutation) {
    Json out = Json::array();
    for (const Locus& locus : subject.input().loci) {
        Json entry{{"name", locus.name()}, {"chrom", locus.x_linked() ? "X" : "A"}, {"alleles", locus.allele_count()}};
        if (mutation) {
            entry["male"] = mutation_setting(locus.spec().male);
            entry["female"] = mutation_setting(locus.spec().female);
        }
        out.push_back(std::move(entry));
    }
    return out;
}

Json settings_json(const Case& subject, const Identification& answer, const std::string& version) {
    Json out{{"muster", version}, {"case", subject.input().name}, {"simulated", subject.input().simulated}};
    out["population"] = answer.population;
    out["theta"] = answer.theta;
    out["mutation"] = answer.mutation;
    out["dropout"] = {{"het", answer.dropout_het}, {"hom", answer.dropout_hom}};
    out["dropin"] = answer.dropin;
    out["prior"] = answer.prior;
    return out;
}

/// A pair, by itself.
Json pair_json(const Case& subject, const Identification& answer, std::size_t sample, std::size_t person) {
    const Pair& pair = answer.pairs[sample][person];
    Json loci = Json::array();
    for (const LocusLine& line : pair.lines) {
        loci.push_back({{"locus", line.name},
                        {"compared", line.compared},
                        {"log10_lr", std::isfinite(line.log10_lr) ? Json(line.log10_lr) : Json(nullptr)}});
    }
    return {{"simulated", subject.input().simulated},
            {"sample", answer.samples[sample]},
            {"person", answer.persons[person]},
            {"family", answer.families[person]},
            {"status", status_word(pair.status)},
            {"log10_lr", compared(pair) ? number_or_null(pair.log10_lr) : Json(nullptr)},
            {"loci_compared", pair.loci_compared},
            {"excluding_loci", pair.excluding},
            {"loci", loci}};
}

} // namespace

std::string likelihood_json(const std::string& id, const std::string& locus, double log_likelihood) {
    Json out{{"id", id}, {"loglik", number_or_null(log_likelihood)}};
    if (std::isinf(log_likelihood)) {
        out["excluded"] = true;
        out["excluding_loci"] = {locus};
    }
    return text(out);
}

std::string likelihood_by_locus_json(const std::string& id, const std::vector<std::string>& loci,
                                     const std::vector<double>& log_likelihoods) {
    double sum = 0.0;
    std::vector<std::string> excluding;
    for (std::size_t l = 0; l < loci.size(); ++l) {
        sum += log_likelihoods[l];
        if (std::isinf(log_likelihoods[l])) {
            excluding.push_back(loci[l]);
        }
    }
    Json out{{"id", id}, {"loglik", number_or_null(sum)}};
    if (!excluding.empty()) {
        out["excluded"] = true;
        out["excluding_loci"] = excluding;
    }
    out["loci"] = loci;
    out["loglik_by_locus"] = numbers_or_null(log_likelihoods);
    return text(out);
}

std::string likelihood_ratio_json(const std::string& id, const std::vector<std::string>& loci,
                                  const std::vector<double>& h1, const std::vector<double>& h2) {
    double log10_lr = 0.0;
    std::vector<std::string> excluding;
    bool undefined = false; // impossible under both hypotheses
    for (std::size_t l = 0; l < h1.size(); ++l) {
        undefined = undefined || std::isinf(h2[l]);
        if (std::isinf(h1[l])) {
            excluding.push_back(loci[l]);
        }
        log10_lr += (h1[l] - h2[l]) / std::log(10.0);
    }
    Json out{{"id", id}, {"log10_lr", number_or_null(log10_lr)}};
    out["loglik_h1"] = numbers_or_null(h1);
    out["loglik_h2"] = numbers_or_null(h2);
    out["loci"] = loci;
    if (!excluding.empty()) {
        out["excluded"] = true;
        out["excluding_loci"] = excluding;
    }
    if (undefined) {
        out["note"] = "the data are impossible under H2 too: the ratio is not defined there";
    }
    return text(out);
}

std::string matrix_json(const std::string& id, const Matrix& matrix, bool stationary, bool reversible,
                        double overall_rate) {
    return text({{"id", id},
                 {"matrix", rows(matrix)},
                 {"stationary", stationary},
                 {"reversible", reversible},
                 {"overall_rate", overall_rate}});
}

std::string coefficients_json(const std::string& id, const CoefficientAnswer& answer) {
    Json out{{"id", id}};
    out["kinship"] = {{"ids", answer.ids}, {"values", rows(answer.kinship)}};
    out["kinshipX"] = answer.kinship_x ? Json{{"ids", answer.ids}, {"values", rows(*answer.kinship_x)}} : Json(nullptr);
    Json inbreeding = Json::object();
    for (std::size_t i = 0; i < answer.ids.size(); ++i) {
        inbreeding[answer.ids[i]] = answer.inbreeding[i];
    }
    out["inbreeding"] = std::move(inbreeding);
    Json pairs = Json::array();
    for (const auto& pair : answer.pairs) {
        pairs.push_back({{"a", pair.a},
                         {"b", pair.b},
                         {"kappa", list_or_nulls(pair.kappa)},
                         {"jacquard9", pair.jacquard},
                         {"kappaX", list_or_nulls(pair.kappa_x)},
                         {"jacquard9X", list_or_nulls(pair.jacquard_x)}});
    }
    out["pairs"] = std::move(pairs);
    return text(out);
}

std::string exclusion_power_json(const std::string& id, const std::vector<double>& by_locus, double total,
                                 double expected_mismatches, const std::vector<double>& mismatch_distribution) {
    return text({{"id", id},
                 {"EPperMarker", by_locus},
                 {"EPtotal", total},
                 {"expectedMismatch", expected_mismatches},
                 {"distribMismatch", mismatch_distribution}});
}

std::string error_json(const std::string& id, const std::string& message) {
    return text({{"id", id.empty() ? Json(nullptr) : Json(id)}, {"error", message}});
}

std::string identification_json(const Case& subject, const Identification& answer, const JointAnswer* joint,
                                const std::string& version) {
    Json out = settings_json(subject, answer, version);
    out["samples"] = answer.samples;
    out["persons"] = answer.persons;
    out["families"] = answer.families;
    out["log10_lr"] =
        each_pair(answer, [](const Pair& p) { return p.status == PairStatus::ok ? Json(p.log10_lr) : Json(nullptr); });
    out["status"] = each_pair(answer, [](const Pair& p) { return Json(status_word(p.status)); });
    out["excluding_loci"] =
        each_pair(answer, [](const Pair& p) { return compared(p) ? Json(p.excluding.size()) : Json(nullptr); });
    out["excluding_loci_names"] = each_pair(answer, [](const Pair& p) { return Json(p.excluding); });
    out["loci_compared"] = each_pair(answer, [](const Pair& p) { return Json(p.loci_compared); });
    out["posterior"] = answer.posterior;
    out["posterior_none"] = answer.posterior_none;
    if (joint != nullptr) {
        out["joint"] = joint_json(subject, *joint);
    }
    out["by_sample"] = candidates(answer.by_sample, answer.persons, "person");
    out["by_person"] = candidates(answer.by_person, answer.samples, "sample");
    out["loci"] = unit_names(answer);
    out["log10_lr_by_locus"] =
        each_pair(answer, [](const Pair& p) { return compared(p) ? locus_lines(p) : Json(nullptr); });
    out["unanswered"] = answer.unanswered;
    out["locus_settings"] = locus_settings(subject, answer.mutation);
    out["warnings"] = answer.warnings;
    return text(out);
}

std::string candidates_json(const Case& subject, const Identification& answer, const JointAnswer* joint,
                            const std::string& version, std::size_t most) {
    Json out = settings_json(subject, answer, version);
    out["persons_compared"] = answer.persons.size();
    out["loci"] = unit_names(answer);
    Json samples = Json::array();
    for (std::size_t s = 0; s < answer.samples.size(); ++s) {
        Json best = Json::array();
        for (std::size_t c = 0; c < answer.by_sample[s].size() && c < most; ++c) {
            const Candidate& candidate = answer.by_sample[s][c];
            const Pair& pair = answer.pairs[s][candidate.other];
            best.push_back({{"person", answer.persons[candidate.other]},
                            {"family", answer.families[candidate.other]},
                            {"log10_lr", candidate.log10_lr},
                            {"posterior", candidate.posterior},
                            {"loci_compared", pair.loci_compared},
                            {"excluding_loci", pair.excluding},
                            {"log10_lr_by_locus", locus_lines(pair)}});
        }
        samples.push_back(
            {{"sample", answer.samples[s]}, {"posterior_none", answer.posterior_none[s]}, {"candidates", best}});
    }
    out["samples"] = std::move(samples);
    if (joint != nullptr) {
        out["joint"] = joint_json(subject, *joint);
    }
    out["unanswered"] = answer.unanswered;
    out["locus_settings"] = locus_settings(subject, answer.mutation);
    out["warnings"] = answer.warnings;
    return text(out);
}

std::string explain_json(const Case& subject, const Identification& answer, const JointAnswer* joint,
                         std::size_t sample, std::size_t person) {
    Json out = pair_json(subject, answer, sample, person);
    out["prior"] = answer.prior;
    out["posterior_alone"] = answer.posterior[sample][person];
    if (joint != nullptr) {
        out["joint"] = contrast_json(*joint, sample, person);
    }
    return text(out);
}

std::string explain_json(const Case& subject, const Identification& answer, const RecordedPair& recorded,
                         std::size_t sample, std::size_t person) {
    const auto known = [](const std::optional<double>& value) {
        return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
    };
    Json out = pair_json(subject, answer, sample, person);
    out["prior"] = recorded.prior;
    out["posterior_alone"] = known(recorded.alone);
    out["analysis"] = {{"name", recorded.analysis}, {"log10_lr", known(recorded.log10_lr)}};
    if (recorded.joint) {
        out["joint"] = {{"posterior", *recorded.joint}, {"log10_glr", known(recorded.log10_glr)}};
    }
    return text(out);
}

std::string next_json(const Case& subject, const NextAnswer& answer) {
    Json steps = Json::array();
    constexpr std::array names{"more_loci", "another_sample", "relative"};
    for (const NextStep& step : answer.steps) {
        steps.push_back({{"step", names[static_cast<std::size_t>(step.kind)]},
                         {"what", step.what},
                         {"family", step.family},
                         {"gain", step.gain},
                         {"standard_error", step.standard_error},
                         {"samples", step.samples},
                         {"persons", step.persons},
                         {"whole", step.whole}});
    }
    return text(Json{{"simulated", subject.input().simulated},
                     {"identified", answer.identified},
                     {"threshold", answer.threshold},
                     {"simulations", answer.simulations},
                     {"steps", steps},
                     {"left_out", answer.left_out}});
}

} // namespace muster
