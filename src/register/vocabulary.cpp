#include "muster/register/vocabulary.hpp"

#include <algorithm>
#include <numeric>

namespace muster {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

/// Levenshtein's distance: insertions, deletions and replacements, the case of letters not counted.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (lower(a[i]) == lower(b[j]) ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

Vocabulary::Vocabulary(std::map<std::string, std::vector<std::string>, std::less<>> words, std::vector<Bone> bones)
    : words_(std::move(words)), bones_(std::move(bones)) {
    for (const Bone& one : bones_) {
        bone_names_.push_back(one.name);
    }
}

const std::vector<std::string>& Vocabulary::words(std::string_view vocabulary) const {
    static const std::vector<std::string> none;
    const auto at = words_.find(vocabulary);
    return at == words_.end() ? none : at->second;
}

std::optional<std::string> Vocabulary::word(std::string_view vocabulary, std::string_view written) const {
    for (const std::string& word : words(vocabulary)) {
        if (same(word, written)) {
            return word;
        }
    }
    return std::nullopt;
}

const Bone* Vocabulary::bone(std::string_view written) const {
    const auto at = std::find_if(bones_.begin(), bones_.end(), [&](const Bone& b) { return same(b.name, written); });
    return at == bones_.end() ? nullptr : &*at;
}

std::string nearest(const std::vector<std::string>& words, std::string_view written) {
    std::string best;
    std::size_t least = written.size() / 3 + 1;
    for (const std::string& word : words) {
        if (const std::size_t d = distance(word, written); d < least || (d == least && best.empty())) {
            least = d;
            best = word;
        }
    }
    return best;
}

} // namespace muster
