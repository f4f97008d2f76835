#include "index_file.hpp"

#include <algorithm>

namespace muster {

void put(ByteWriter& out, const Checksum& checksum) {
    out.put(checksum.high);
    out.put(checksum.low);
}

Checksum get_checksum(ByteReader& in) {
    const auto high = in.get<std::uint64_t>();
    return {high, in.get<std::uint64_t>()};
}

namespace {

void put_locus(ByteWriter& out, const Locus& locus) {
    const LocusSpec& spec = locus.spec();
    out.put(spec.name);
    out.put(spec.inheritance);
    out.put(spec.alleles);
    out.put(spec.freqs);
    out.put(spec.silent);
}

void put_target(ByteWriter& out, const Target& target) {
    out.put(target.person);
    out.put(target.family);
    out.put(target.sex);
    out.put(target.population);
    out.put(target.prior.value_or(-1.0));
    out.put(target.answered);
    out.put(target.flags);
    for (const Checksum& one : target.made_from) {
        put(out, one);
    }
    put(out, target.numbers);
}

Target get_target(ByteReader& in, std::size_t units) {
    Target out;
    out.person = in.get<std::string>();
    out.family = in.get<std::string>();
    out.sex = in.get<Sex>();
    out.population = in.get<std::size_t>();
    const auto prior = in.get<double>();
    out.prior = prior < 0.0 ? std::nullopt : std::optional(prior);
    out.answered = in.get<bool>();
    out.flags = in.get<std::vector<std::uint8_t>>();
    for (std::size_t u = 0; u < units && in.good(); ++u) {
        out.made_from.push_back(get_checksum(in));
    }
    out.numbers = get_checksum(in);
    return out;
}

void put_mutation(ByteWriter& out, const MutationSpec& spec) {
    out.put(spec.model);
    out.put(spec.rate);
    out.put(spec.rate2);
    out.put(spec.range);
    out.put(spec.seed);
    out.put(spec.transform);
    out.put(spec.matrix.rows());
    for (std::size_t i = 0; i < spec.matrix.rows(); ++i) {
        for (std::size_t j = 0; j < spec.matrix.cols(); ++j) {
            out.put(spec.matrix(i, j));
        }
    }
}

/// Facts that would lead outside of the numbers are damage, whatever their checksum says.
bool consistent(const IndexFacts& facts) {
    for (const Locus& locus : facts.loci) {
        if ((locus.inheritance() != Inheritance::autosomal && !locus.x_linked()) ||
            locus.population_count() != std::max<std::size_t>(facts.populations.size(), 1)) {
            return false;
        }
    }
    for (const Unit& unit : facts.units) {
        if (unit.loci.empty() || unit.loci.size() > 2 ||
            std::any_of(unit.loci.begin(), unit.loci.end(), [&](std::size_t l) { return l >= facts.loci.size(); })) {
            return false;
        }
    }
    for (const Target& target : facts.targets) {
        if (!is_sex(target.sex) || target.flags.size() != facts.units.size() ||
            target.population >= std::max<std::size_t>(facts.populations.size(), 1)) {
            return false;
        }
        for (std::size_t u = 0; u < facts.units.size(); ++u) {
            if (target.is(u, Target::hemizygous) && !facts.loci[facts.units[u].loci.front()].x_linked()) {
                return false;
            }
        }
    }
    if (!std::all_of(facts.scales.begin(), facts.scales.end(), [](double s) { return s > 0.0 && s < 1e6; })) {
        return false;
    }
    const std::size_t blocks = (facts.targets.size() + block_lanes - 1) / block_lanes;
    return facts.scales.size() == blocks && facts.coarse_checksums.size() == blocks;
}

} // namespace

std::string facts_bytes(const IndexFacts& facts) {
    ByteWriter out;
    out.put(facts.program);
    out.put(facts.name);
    out.put(facts.against);
    out.put(facts.simulated);
    out.put(facts.mutation);
    out.put(facts.theta);
    out.put(facts.populations);
    out.put(facts.loci.size());
    for (const Locus& locus : facts.loci) {
        put_locus(out, locus);
    }
    out.put(facts.units.size());
    for (const Unit& unit : facts.units) {
        out.put(unit.name);
        out.put(unit.loci);
        out.put(unit.rho);
    }
    out.put(facts.targets.size());
    for (const Target& target : facts.targets) {
        put_target(out, target);
    }
    out.put(facts.references);
    out.put(facts.warnings);
    out.put(facts.scales);
    for (const Checksum& one : facts.coarse_checksums) {
        put(out, one);
    }
    return out.bytes();
}

std::optional<IndexFacts> facts_of(std::string_view bytes) {
    ByteReader in(bytes);
    IndexFacts out;
    out.program = in.get<std::string>();
    out.name = in.get<std::string>();
    out.against = in.get<std::string>();
    out.simulated = in.get<bool>();
    out.mutation = in.get<bool>();
    out.theta = in.get<double>();
    out.populations = in.get<std::vector<std::string>>();
    for (auto n = in.get<std::size_t>(); n > 0 && in.good(); --n) {
        LocusSpec spec;
        spec.name = in.get<std::string>();
        spec.inheritance = in.get<Inheritance>();
        spec.alleles = in.get<std::vector<std::string>>();
        spec.freqs = in.get<std::vector<std::vector<double>>>();
        spec.silent = in.get<std::string>();
        auto locus = Locus::restore(std::move(spec));
        if (!locus) {
            return std::nullopt;
        }
        out.loci.push_back(*std::move(locus));
    }
    for (auto n = in.get<std::size_t>(); n > 0 && in.good(); --n) {
        Unit unit;
        unit.name = in.get<std::string>();
        unit.loci = in.get<std::vector<std::size_t>>();
        unit.rho = in.get<std::vector<double>>();
        out.units.push_back(std::move(unit));
    }
    for (auto n = in.get<std::size_t>(); n > 0 && in.good(); --n) {
        out.targets.push_back(get_target(in, out.units.size()));
    }
    out.references = in.get<std::vector<std::string>>();
    out.warnings = in.get<std::vector<std::string>>();
    out.scales = in.get<std::vector<double>>();
    for (std::size_t b = 0; b < out.scales.size() && in.good(); ++b) {
        out.coarse_checksums.push_back(get_checksum(in));
    }
    return in.good() && in.at_end() && consistent(out) ? std::optional(std::move(out)) : std::nullopt;
}

Checksum table_key(const Sought& person, const std::vector<Locus>& loci, const Unit& unit, double theta) {
    ByteWriter out;
    out.put(theta);
    for (const Member& member : person.family.members()) {
        out.put(member.father);
        out.put(member.mother);
        out.put(member.sex);
        out.put(member.founder_inbreeding);
        out.put(member.population);
    }
    out.put(person.missing);
    out.put(person.population);
    out.put(person.open_sex);
    out.put(unit.rho);
    for (std::size_t l : unit.loci) {
        put_locus(out, loci[l]);
        put_mutation(out, loci[l].spec().male);
        put_mutation(out, loci[l].spec().female);
        for (const Observation& seen : person.seen[l]) {
            seen.describe(out);
        }
    }
    return checksum_of(out.bytes());
}

} // namespace muster
