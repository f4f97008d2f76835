#include "muster/genetics/profile.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <tuple>

namespace muster {
namespace {

struct AlleleOrder {
    bool operator()(const std::string& a, const std::string& b) const { return allele_less(a, b); }
};
using AlleleSet = std::set<std::string, AlleleOrder>;

// Readers differ in how they hand over a homozygote; from here on there is one way.
LocusResult normalised(LocusResult result) {
    if (result.status != LocusStatus::typed) {
        return result;
    }
    if (result.alleles.empty()) {
        return {LocusStatus::tested_and_empty, {}, {}};
    }
    if (result.alleles.size() == 1) {
        result.alleles.push_back(result.alleles.front());
        result.heights.clear(); // one peak's height cannot be shared out between two alleles
    }
    return result;
}

LocusResult replicated(const std::vector<LocusResult>& tested) {
    std::map<std::string, std::size_t, AlleleOrder> times_seen;
    bool some_typed = false;
    bool some_incomplete = false;
    for (const LocusResult& result : tested) {
        some_typed = some_typed || result.status == LocusStatus::typed;
        some_incomplete = some_incomplete || result.status != LocusStatus::typed;
        if (result.status != LocusStatus::tested_and_empty) {
            for (const std::string& allele : AlleleSet(result.alleles.begin(), result.alleles.end())) {
                ++times_seen[allele];
            }
        }
    }
    LocusResult found;
    for (const auto& [allele, times] : times_seen) {
        if (times >= 2) {
            found.alleles.push_back(allele);
        }
    }
    if (found.alleles.empty()) {
        // Alleles seen once each are no evidence of dropout: the replicates contradict each other and say nothing.
        found.status = times_seen.empty() ? LocusStatus::tested_and_empty : LocusStatus::not_tested;
        return found;
    }
    const bool unreplicated = found.alleles.size() < times_seen.size();
    const bool partner_may_hide = found.alleles.size() == 1 && some_incomplete;
    found.status = unreplicated || !some_typed || partner_may_hide ? LocusStatus::partial : LocusStatus::typed;
    return normalised(std::move(found));
}

LocusResult consensus_of(const std::vector<LocusResult>& results) {
    std::vector<LocusResult> tested;
    for (const LocusResult& result : results) {
        if (result.status != LocusStatus::not_tested) {
            tested.push_back(normalised(result));
        }
    }
    if (tested.empty()) {
        return {};
    }
    return tested.size() == 1 ? tested.front() : replicated(tested);
}

std::string lower(std::string text) {
    for (char& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

Sex sex_by_amelogenin(const LocusResult& amelogenin) {
    const auto shows = [&](const char* chromosome) {
        return std::any_of(amelogenin.alleles.begin(), amelogenin.alleles.end(),
                           [&](const std::string& allele) { return lower(allele) == chromosome; });
    };
    if (shows("y")) {
        return Sex::male;
    }
    return amelogenin.status == LocusStatus::typed && shows("x") ? Sex::female : Sex::unknown;
}

std::string name_of(Sex sex) {
    return sex == Sex::male ? "male" : sex == Sex::female ? "female" : "unknown";
}

// An allele name as the sort sees it: numbers first, by value; the name itself settles "9" and "9.0".
std::tuple<bool, double, const std::string&> sort_key(const std::string& allele) {
    double number = 0.0;
    const char* end = allele.data() + allele.size();
    const auto [rest, error] = std::from_chars(allele.data(), end, number);
    const bool numeric = error == std::errc{} && rest == end && std::isfinite(number);
    return {!numeric, numeric ? number : 0.0, allele};
}

std::string trimmed(const std::string& field) {
    const auto first = field.find_first_not_of(" \t\r");
    return first == std::string::npos ? "" : field.substr(first, field.find_last_not_of(" \t\r") - first + 1);
}

bool not_seen(const std::string& allele) {
    return allele.empty() || allele == "0" || allele == "?" || allele == "-" || allele == "NA";
}

} // namespace

bool allele_less(const std::string& a, const std::string& b) {
    return sort_key(a) < sort_key(b);
}

ConsensusProfile consensus(const SampleProfile& profile) {
    std::map<std::string, std::vector<LocusResult>> by_marker;
    for (const Extraction& extraction : profile.extractions) {
        for (const Replicate& replicate : extraction.replicates) {
            for (const auto& [marker, result] : replicate.loci) {
                by_marker[marker].push_back(result);
            }
        }
    }
    ConsensusProfile found;
    for (const auto& [marker, results] : by_marker) {
        found.emplace(marker, consensus_of(results));
    }
    return found;
}

Result<Sex> sex_of(const SampleProfile& profile) {
    // Kits name the marker differently, so all of its names are pooled before the consensus.
    std::vector<LocusResult> amelogenin;
    for (const Extraction& extraction : profile.extractions) {
        for (const Replicate& replicate : extraction.replicates) {
            for (const auto& [marker, result] : replicate.loci) {
                if (is_amelogenin(marker)) {
                    amelogenin.push_back(result);
                }
            }
        }
    }
    const Sex shown = sex_by_amelogenin(consensus_of(amelogenin));
    if (shown == Sex::unknown) {
        return profile.sex;
    }
    if (profile.sex != Sex::unknown && profile.sex != shown) {
        return fail(ErrorKind::bad_input, "sample '" + profile.sample + "': amelogenin shows " + name_of(shown) +
                                              ", but the recorded sex is " + name_of(profile.sex) +
                                              "; correct the one that is wrong, or leave the recorded sex unknown");
    }
    return shown;
}

bool is_amelogenin(const std::string& marker) {
    const std::string name = lower(marker);
    return name == "amel" || name == "amelogenin";
}

SampleProfile single_replicate(std::string sample, Sex sex, std::map<std::string, LocusResult> loci, std::string kit) {
    SampleProfile profile;
    profile.sample = std::move(sample);
    profile.sex = sex;
    profile.extractions.push_back({"1", {{"1", std::move(kit), std::move(loci)}}});
    return profile;
}

LocusResult locus_result(const std::string& allele1, const std::string& allele2) {
    LocusResult result;
    for (const std::string& allele : {trimmed(allele1), trimmed(allele2)}) {
        if (!not_seen(allele)) {
            result.alleles.push_back(allele);
        }
    }
    constexpr LocusStatus by_count[] = {LocusStatus::not_tested, LocusStatus::partial, LocusStatus::typed};
    result.status = by_count[result.alleles.size()];
    return result;
}

} // namespace muster
