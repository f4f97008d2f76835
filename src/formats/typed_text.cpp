#include "muster/formats/typed_text.hpp"

#include <algorithm>

namespace muster {
namespace {

constexpr std::size_t most_alleles = 8;
constexpr std::size_t most_told = 30;

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t from = text.find_first_not_of(separators, at);
        if (from == std::string_view::npos) {
            break;
        }
        at = std::min(text.find_first_of(separators, from), text.size());
        parts.push_back(text.substr(from, at - from));
    }
    return parts;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

/// Reads the parts of one locus.
class Reader {
  public:
    Reader(std::span<const Locus> loci, TypedText& out) : loci_(loci), out_(out) {}

    void take(std::string_view line) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
        const auto parts = split(line, " \t\r,:/|");
        if (parts.empty()) {
            return;
        }
        const bool amelogenin = is_amelogenin(std::string(parts.front()));
        const auto locus = std::find_if(loci_.begin(), loci_.end(),
                                        [&](const Locus& one) { return lower(one.name()) == lower(parts.front()); });
        if (!amelogenin && locus == loci_.end()) {
            return tell(line, "no locus of this name is compared");
        }
        if (parts.size() == 1) {
            return tell(line, "alleles are expected behind the locus");
        }
        if (parts.size() > 1 + most_alleles) {
            return tell(line, "more alleles than anybody has");
        }
        LocusResult result;
        result.status = LocusStatus::typed;
        for (const std::string_view allele : std::span(parts).subspan(1)) {
            std::string name(allele);
            if (amelogenin) {
                std::transform(name.begin(), name.end(), name.begin(), [](char c) {
                    return c == 'x' ? 'X' : c == 'y' ? 'Y' : c;
                });
            }
            const bool known = amelogenin ? name == "X" || name == "Y"
                                          : std::find(locus->alleles().begin(), locus->alleles().end(), name) !=
                                                locus->alleles().end();
            if (!known) {
                return tell(line, "the allele " + name + " is not in the frequency table");
            }
            result.alleles.push_back(std::move(name));
        }
        if (result.alleles.size() == 1) {
            result.alleles.push_back(result.alleles.front());
        }
        if (!out_.loci.try_emplace(amelogenin ? "AMEL" : locus->name(), std::move(result)).second) {
            tell(line, "this locus is there already");
        }
    }

  private:
    void tell(std::string_view line, const std::string& why) {
        if (out_.not_read.size() < most_told) {
            out_.not_read.push_back(std::string(line.substr(0, 60)) + ": " + why);
        }
    }

    std::span<const Locus> loci_;
    TypedText& out_;
};

} // namespace

TypedText read_typed_text(std::string_view text, std::span<const Locus> loci) {
    TypedText out;
    Reader reader(loci, out);
    for (const std::string_view line : split(text, "\n;")) {
        reader.take(line);
    }
    return out;
}

} // namespace muster
