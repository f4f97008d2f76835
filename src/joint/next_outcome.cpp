#include "next_outcome.hpp"

#include "muster/identify/gene_drop.hpp"
#include "muster/likelihood/locus_likelihood.hpp"

#include <algorithm>

namespace muster {
namespace {

/// Draws a genotype by its probability.
Genes draw_genes(const GenotypeTable& table, Random& random) {
    const std::size_t at = random.pick(table.values);
    for (std::size_t a = 0; a < table.allele_count; ++a) {
        for (std::size_t b = a; b < (table.hemizygous ? a + 1 : table.allele_count); ++b) {
            if (table.index(a, b) == at) {
                return {a, b};
            }
        }
    }
    return {};
}

/// Alleles without a frequency in some population have no likelihood: such a locus is left out of the outcome.
bool has_frequencies(const Locus& locus, const LocusResult& result) {
    return std::all_of(result.alleles.begin(), result.alleles.end(), [&](const std::string& name) {
        const auto allele = locus.find(name);
        for (std::size_t p = 0; allele && p < locus.population_count(); ++p) {
            if (!(locus.freqs(p)[*allele] > 0.0)) {
                return false;
            }
        }
        return allele.has_value();
    });
}

} // namespace

Result<OutcomeDraw> OutcomeDraw::make(const Case& part, const IdentifyOptions& options) {
    OutcomeDraw out(part, options);
    for (const Locus& locus : part.input().loci) {
        out.loci_.push_back(options.mutation ? locus : locus.without_mutation());
    }
    auto rows = sample_rows(part.input().remains, out.loci_, options.errors);
    if (!rows) {
        return fail(rows.error());
    }
    out.samples_ = *std::move(rows);
    return out;
}

Result<GenotypeTable> OutcomeDraw::table(std::size_t member, std::size_t locus, const Assignment& assignment) const {
    const Pedigree& all = part_->pedigree();
    const std::vector<std::size_t> members = all.family_of(member);
    const Pedigree family = all.subset(members);
    std::vector<std::string> told_already;
    auto seen = reference_observations(*part_, family, loci_, told_already);
    if (!seen) {
        return fail(seen.error());
    }
    std::vector<Observation>& at_locus = (*seen)[locus];
    for (std::size_t i = 0; i < assignment.person.size(); ++i) {
        if (assignment.person[i] == Assignment::nobody ||
            (loci_[locus].x_linked() && has_open_sex(*part_, part_->input().missing[assignment.person[i]]))) {
            continue;
        }
        const std::size_t person = *all.find(part_->input().missing[assignment.person[i]].person);
        const auto at = std::lower_bound(members.begin(), members.end(), person);
        if (at != members.end() && *at == person && samples_.rows[i][locus].informative) {
            Observation& of = at_locus[static_cast<std::size_t>(at - members.begin())];
            of = of.and_also(samples_.seen[i][locus]);
        }
    }
    const auto self = std::lower_bound(members.begin(), members.end(), member) - members.begin();
    LikelihoodOptions likelihood;
    likelihood.theta = part_->input().theta;
    return genotype_table(family, loci_[locus], at_locus, static_cast<std::size_t>(self), likelihood);
}

GenotypeTable OutcomeDraw::stranger(std::size_t sample, std::size_t locus, const Assignment& assignment) const {
    GenotypeTable out;
    out.allele_count = loci_[locus].allele_count();
    out.hemizygous = loci_[locus].x_linked() && samples_.sex[sample] == Sex::male;
    std::vector<std::size_t> same{sample};
    std::size_t population = 0;
    for (const Assignment::Unknown& one : assignment.unknown) {
        if (std::find(one.samples.begin(), one.samples.end(), sample) != one.samples.end()) {
            same = one.samples;
            population = one.population;
        }
    }
    const std::vector<double>& p = loci_[locus].freqs(population);
    const double theta = part_->input().theta;
    for (std::size_t a = 0; a < out.allele_count; ++a) {
        for (std::size_t b = a; b < (out.hemizygous ? a + 1 : out.allele_count); ++b) {
            // Balding & Nichols (1994): his two alleles share a pool.
            double weight = out.hemizygous ? p[a]
                            : a == b       ? p[a] * (theta + (1.0 - theta) * p[a])
                                           : 2.0 * (1.0 - theta) * p[a] * p[b];
            for (std::size_t i : same) {
                const Observation& seen = samples_.seen[i][locus];
                weight *= out.hemizygous ? seen.probability(a) : seen.probability(a, b);
            }
            out.values.push_back(weight);
        }
    }
    return out;
}

Result<std::map<std::string, LocusResult>> OutcomeDraw::relative(const std::string& id, const Assignment& assignment,
                                                                 Random& random) const {
    std::map<std::string, LocusResult> out;
    const std::size_t member = *part_->pedigree().find(id);
    const Member& who = part_->pedigree().member(member);
    for (std::size_t l = 0; l < loci_.size(); ++l) {
        if (loci_[l].x_linked() && who.sex == Sex::unknown) {
            continue;
        }
        const auto genotypes = table(member, l, assignment);
        if (!genotypes) {
            return fail(genotypes.error());
        }
        if (std::any_of(genotypes->values.begin(), genotypes->values.end(), [](double p) { return p > 0.0; })) {
            LocusResult seen =
                type_genes(loci_[l], draw_genes(*genotypes, random), genotypes->hemizygous, who.population, {}, random);
            if (has_frequencies(loci_[l], seen)) {
                out[loci_[l].name()] = std::move(seen);
            }
        }
    }
    return out;
}

Result<std::map<std::string, LocusResult>> OutcomeDraw::sample(std::size_t sample, const Assignment& assignment,
                                                               bool all, Random& random) const {
    std::map<std::string, LocusResult> out;
    const std::size_t person = assignment.person[sample];
    for (std::size_t l = 0; l < loci_.size(); ++l) {
        if ((!all && samples_.rows[sample][l].informative) ||
            (loci_[l].x_linked() &&
             (samples_.sex[sample] == Sex::unknown ||
              (person != Assignment::nobody && has_open_sex(*part_, part_->input().missing[person]))))) {
            continue;
        }
        Result<GenotypeTable> genotypes = stranger(sample, l, assignment);
        if (person != Assignment::nobody) {
            genotypes = table(*part_->pedigree().find(part_->input().missing[person].person), l, assignment);
        }
        if (!genotypes) {
            return fail(genotypes.error());
        }
        if (std::any_of(genotypes->values.begin(), genotypes->values.end(), [](double p) { return p > 0.0; })) {
            // A drop-in beside a male's one X would be read as an error of typing.
            const Typing typing{options_.errors.het, genotypes->hemizygous ? 0.0 : options_.errors.dropin};
            LocusResult seen =
                type_genes(loci_[l], draw_genes(*genotypes, random), genotypes->hemizygous, 0, typing, random);
            if (has_frequencies(loci_[l], seen)) {
                out[loci_[l].name()] = std::move(seen);
            }
        }
    }
    return out;
}

Result<CaseInput> OutcomeDraw::draw(const NextStep& step, const Assignment& assignment, Random& random,
                                    JointEvidence& evidence) const {
    CaseInput out = part_->input();
    if (step.kind == NextKind::relative) {
        auto seen = relative(step.what, assignment, random);
        if (!seen) {
            return fail(seen.error());
        }
        out.references[step.what] = single_replicate(step.what, Sex::unknown, *std::move(seen));
        return out;
    }
    const auto at = std::find_if(out.remains.begin(), out.remains.end(),
                                 [&](const SampleProfile& one) { return one.sample == step.what; });
    const bool another = step.kind == NextKind::another_sample;
    const auto index = static_cast<std::size_t>(at - out.remains.begin());
    auto seen = sample(index, assignment, another, random);
    if (!seen) {
        return fail(seen.error());
    }
    if (another) {
        const std::string name = step.what + "\nanother"; // no sample of a case has a line break in its name
        SampleProfile profile = single_replicate(name, samples_.sex[index], *std::move(seen));
        if (const auto pairings = out.pairings.find(step.what); pairings != out.pairings.end()) {
            const std::vector<std::string> allowed = pairings->second;
            out.pairings[name] = allowed;
        }
        out.remains.push_back(std::move(profile));
        evidence.must_link.emplace_back(step.what, name);
        evidence.repeats.push_back(name);
        return out;
    }
    for (Extraction& extraction : at->extractions) {
        for (Replicate& replicate : extraction.replicates) {
            std::erase_if(replicate.loci,
                          [&](const auto& one) { return seen->contains(one.first); }); // it said nothing
        }
    }
    Replicate more{"more loci", "", *std::move(seen)};
    at->extractions.push_back({"more loci", {std::move(more)}});
    return out;
}

} // namespace muster
