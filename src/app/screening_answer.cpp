#include "json_text.hpp"
#include "muster/app/version.hpp"
#include "muster/base/csv_text.hpp"
#include "muster/screening/bench.hpp"
#include "register_session.hpp"
#include "screening_parts.hpp"
#include "text_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace muster {
namespace {

constexpr std::size_t shown = 40; ///< hits in the text; JSON and CSV have them all

template <class... Args> std::string format(const char* pattern, Args... args) {
    char text[300];
    std::snprintf(text, sizeof text, pattern, args...);
    return text;
}

std::string exact(double x) {
    return std::isfinite(x) ? format("%.17g", x) : "null";
}

/// 1.2e6 as 1,200,000; large ones as a power of ten.
std::string lr_words(double log10_lr) {
    return log10_lr < 6.0 && log10_lr > -3.0 ? format("%.4g", std::pow(10.0, log10_lr)) : format("10^%.2f", log10_lr);
}

std::string threshold_words(double log10_threshold) {
    return format("%.6g", std::pow(10.0, log10_threshold));
}

std::string chance_text(const ScreenFound& found, std::size_t top) {
    if (found.chance.empty()) {
        return {};
    }
    std::string out = "Hits to expect by chance, if no sample were of anybody here or related to him";
    out += top > 0 ? ", before the best are chosen" : "";
    out += found.simulated_chance ? " (by simulation of each family; in brackets the bound pairs/LR):\n"
                                  : " (at most: the bound pairs/LR):\n";
    for (const ChanceHits& one : found.chance) {
        out += format("  LR from %s on: ", threshold_words(one.log10_threshold).c_str());
        out += found.simulated_chance
                   ? format("%.3g ± %.1g (at most %.3g)\n", one.expected, one.standard_error, one.bound)
                   : format("at most %.3g\n", one.bound);
    }
    return out;
}

std::string chance_json(const ScreenFound& found) {
    std::vector<std::string> out;
    for (const ChanceHits& one : found.chance) {
        JsonObject object;
        object.raw("lr", exact(std::pow(10.0, one.log10_threshold)));
        object.raw("expected", found.simulated_chance ? exact(one.expected) : "null");
        object.raw("standard_error", found.simulated_chance ? exact(one.standard_error) : "null");
        object.raw("bound", exact(one.bound));
        out.push_back(object.done());
    }
    return json_array(out);
}

std::size_t unanswered_in(const IndexFacts& facts) {
    return static_cast<std::size_t>(std::count_if(facts.targets.begin(), facts.targets.end(),
                                                  [](const Target& target) { return !target.answered; }));
}

std::string hits_json(const Screening& screening, const ScreenRequest& request, const ScreenFound& found) {
    std::vector<std::string> out;
    for (const auto& [hit, posterior] : found.hits) {
        const Target& target = screening.index->facts().targets[hit.target];
        JsonObject object;
        object.text("sample", screening.samples->name(hit.sample));
        object.text("person", target.person);
        object.text("family", target.family);
        object.raw("log10_lr", exact(hit.log10_lr));
        if (request.min_posterior) {
            object.raw("posterior", exact(posterior));
        }
        out.push_back(object.done());
    }
    return json_array(out);
}

std::string answer_json(const Screening& screening, const ScreenRequest& request, const ScreenFound& found) {
    const IndexFacts& facts = screening.index->facts();
    JsonObject out;
    out.text("program", version());
    out.raw("simulated", json_bool(screening.simulated));
    out.text("against", screening.against);
    out.text("index", to_string(screening.index->checksum()));
    out.raw("references_left_out", json_strings(screening.references_left_out));
    out.raw("samples", std::to_string(screening.samples->size()));
    out.raw("persons", std::to_string(facts.targets.size()));
    std::vector<std::string> unanswered;
    for (const Target& target : facts.targets) {
        if (!target.answered) {
            unanswered.push_back(target.person);
        }
    }
    out.raw("unanswered", json_strings(unanswered));
    out.raw("theta", exact(facts.theta));
    out.raw("mutation", json_bool(facts.mutation));
    const TypingErrors& errors = screening.samples->errors();
    out.raw("dropout", json_array({exact(errors.het), exact(errors.hom)}));
    out.raw("dropin", exact(errors.dropin));
    out.raw("compared", std::to_string(found.compared));
    out.raw("top", request.min_posterior ? "null" : std::to_string(request.top));
    out.raw("min_lr", request.min_posterior ? "null" : exact(request.min_lr.value_or(1000.0)));
    out.raw("min_posterior", request.min_posterior ? exact(*request.min_posterior) : "null");
    out.raw("hits", hits_json(screening, request, found));
    out.raw("chance", chance_json(found));
    std::vector<std::string> warnings = facts.warnings;
    warnings.insert(warnings.end(), screening.notes.begin(), screening.notes.end());
    warnings.insert(warnings.end(), screening.samples->warnings().begin(), screening.samples->warnings().end());
    out.raw("warnings", json_strings(warnings));
    return out.done();
}

std::string answer_csv(const Screening& screening, const ScreenRequest& request, const ScreenFound& found) {
    std::vector<std::string> header{"sample", "person", "family", "log10_lr"};
    if (request.min_posterior) {
        header.emplace_back("posterior");
    }
    std::string out = csv_line(header);
    for (const auto& [hit, posterior] : found.hits) {
        const Target& target = screening.index->facts().targets[hit.target];
        std::vector<std::string> row{screening.samples->name(hit.sample), target.person, target.family,
                                     std::isfinite(hit.log10_lr) ? exact(hit.log10_lr) : "-inf"};
        if (request.min_posterior) {
            row.push_back(exact(posterior));
        }
        out += csv_line(row);
    }
    return out;
}

/// Which profiles are references, so that nobody misses a sample without a word.
std::string left_out_words(const std::vector<std::string>& names) {
    constexpr std::size_t told = 10;
    if (names.empty()) {
        return {};
    }
    std::string out = counted(names.size(), "profile") + " of the file left out, being references: ";
    for (std::size_t n = 0; n < std::min(told, names.size()); ++n) {
        out += (n > 0 ? ", " : "") + names[n];
    }
    return out + (names.size() > told ? " and others; --json lists them\n" : "\n");
}

std::string answer_text(const Screening& screening, const ScreenRequest& request, const ScreenFound& found) {
    const IndexFacts& facts = screening.index->facts();
    std::string out = screening.simulated ? "SIMULATED DATA: nobody in this case ever lived.\n" : "";
    out += counted(screening.samples->size(), "profile") + " against " + counted(facts.targets.size(), "person") +
           ", " + screening.against + ": ";
    out += found.compared > 0 ? format("%.4g pairs compared, ", static_cast<double>(found.compared)) : "";
    out += counted(found.hits.size(), "hit");
    out += request.min_posterior ? format(" with a posterior of at least %g", *request.min_posterior)
                                 : format(" with an LR of at least %.6g", request.min_lr.value_or(1000.0));
    out += request.top > 0 && !request.min_posterior
               ? format(" (the best %zu of each profile and of each person)", request.top)
               : "";
    out += found.seconds > 0.0 ? format("; %.2f s.\n\n", found.seconds) : ".\n\n";
    TextTable table({"sample", "person", "family", "LR", "posterior"});
    table.align_right(3, 5);
    for (std::size_t n = 0; n < std::min(shown, found.hits.size()); ++n) {
        const auto& [hit, posterior] = found.hits[n];
        const Target& target = facts.targets[hit.target];
        table.add({screening.samples->name(hit.sample), target.person, target.family, lr_words(hit.log10_lr),
                   request.min_posterior ? format("%.6f", posterior) : ""});
    }
    out += found.hits.empty() ? "" : table.text() + "\n";
    if (found.hits.size() > shown) {
        out += format("and %zu more; --json and --csv list all\n\n", found.hits.size() - shown);
    }
    out += chance_text(found, request.top);
    out += left_out_words(screening.references_left_out);
    if (const std::size_t unanswered = unanswered_in(facts); unanswered > 0) {
        out += "NOT COMPARED: the families of " + counted(unanswered, "person") + " could not be computed\n";
    }
    const std::size_t warnings = facts.warnings.size() + screening.notes.size() + screening.samples->warnings().size();
    out += warnings > 0 ? counted(warnings, "warning") + "; --json lists them\n" : "";
    return out;
}

} // namespace

Answer screening_answer(const Screening& screening, const ScreenRequest& request, const ScreenFound& found) {
    Answer out;
    out.text = answer_text(screening, request, found);
    out.json = answer_json(screening, request, found);
    out.csv = answer_csv(screening, request, found);
    if (unanswered_in(screening.index->facts()) > 0) {
        out.failed = ErrorKind::unanswerable;
    }
    return out;
}

Answer index_answer(const Case& subject, const ScreenIndexRequest& request, const IndexSummary& built) {
    Answer out;
    out.text = subject.input().simulated ? "SIMULATED DATA: nobody in this case ever lived.\n" : "";
    out.text +=
        "Prepared " + counted(built.targets, "person") + ": " + counted(built.tables_made, "table") + " computed, " +
        format("%zu shared with others", built.tables_shared) +
        (built.tables_reused > 0 ? format(", %zu taken from the index that was there", built.tables_reused) : "") +
        ".\n";
    if (built.unanswered > 0) {
        out.text += "The families of " + counted(built.unanswered, "person") + " could not be computed.\n";
    }
    out.text += "Written to " + request.out.string() + "\n";
    JsonObject json;
    json.text("program", version());
    json.text("index", request.out.string());
    json.raw("persons", std::to_string(built.targets));
    json.raw("unanswered", std::to_string(built.unanswered));
    json.raw("tables_made", std::to_string(built.tables_made));
    json.raw("tables_shared", std::to_string(built.tables_shared));
    json.raw("tables_reused", std::to_string(built.tables_reused));
    out.json = json.done();
    if (built.unanswered > 0) {
        out.failed = ErrorKind::unanswerable;
    }
    return out;
}

Result<Answer> bench_screening_speed(const ScreenBenchRequest& request) {
    ScreenBenchPlan plan;
    plan.samples = request.samples;
    plan.families = request.families;
    plan.threads = request.threads;
    const auto bench = bench_screening(plan);
    if (!bench) {
        return fail(bench.error());
    }
    std::string targets;
    for (const std::string& one : bench->checked_targets) {
        targets += (targets.empty() ? "" : ", ") + one;
    }
    Answer out;
    out.text =
        format("SIMULATED: %zu remains against %zu families, %zu loci of %zu genotypes, %s, %zu threads\n"
               "index     %.1f s to build, %.3f s to open\n"
               "screen    %.3f s (best of 6; the first %.3f s), %llu pairs scored exactly, %zu hits\n",
               plan.samples, plan.families, plan.loci, plan.alleles * (plan.alleles + 1) / 2, bench->target.c_str(),
               bench->threads, bench->index_seconds, bench->open_seconds, bench->screen_seconds, bench->first_seconds,
               static_cast<unsigned long long>(bench->scored), bench->hits);
    out.text += format("speed     %.3g pairs/s; %zu bytes a pair: %.0f %% of the %.0f GB/s that loads of a block "
                       "(%zu kB) reach\n",
                       bench->pairs_per_second(), bench->bytes_per_pair, 100.0 * bench->roofline_share(),
                       bench->load_bandwidth_gbs, bench->block_bytes / 1024);
    out.text += format("the same as scoring every one of %llu pairs, on %s: %s\nmemory    %.2f GB at most\n",
                       static_cast<unsigned long long>(bench->checked_pairs), targets.c_str(),
                       bench->identical ? "yes" : "NO", bench->peak_memory_gb);
    JsonObject json;
    json.raw("simulated", "true");
    json.text("target", bench->target);
    json.raw("threads", std::to_string(bench->threads));
    json.raw("pairs", std::to_string(bench->pairs));
    json.raw("pairs_per_second", exact(bench->pairs_per_second()));
    json.raw("load_bandwidth_gbs", exact(bench->load_bandwidth_gbs));
    json.raw("roofline_share", exact(bench->roofline_share()));
    json.raw("identical", json_bool(bench->identical));
    json.text("identical_on", targets);
    json.raw("identical_pairs", std::to_string(bench->checked_pairs));
    json.raw("index_seconds", exact(bench->index_seconds));
    json.raw("open_seconds", exact(bench->open_seconds));
    json.raw("screen_seconds", exact(bench->screen_seconds));
    json.raw("first_seconds", exact(bench->first_seconds));
    json.raw("scored", std::to_string(bench->scored));
    json.raw("hits", std::to_string(bench->hits));
    json.raw("peak_memory_gb", exact(bench->peak_memory_gb));
    out.json = json.done();
    out.failed = bench->identical ? std::nullopt : std::optional(ErrorKind::internal);
    return out;
}

} // namespace muster
