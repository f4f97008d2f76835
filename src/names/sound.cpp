#include "muster/names/spelling.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace muster {
namespace {

using Rule = std::pair<std::string_view, std::string_view>;

// Longer ones first. What Korean (Revised, McCune-Reischauer, passports), Chinese (Pinyin, Wade-Giles), Russian (BGN,
// ISO 9, as in German or French) and English spelling write for one sound.
constexpr std::array consonants{
    Rule{"shch", "s"}, Rule{"tsch", "c"}, Rule{"tch", "c"}, Rule{"dzh", "c"}, Rule{"sch", "s"}, Rule{"ck", "k"},
    Rule{"ch", "c"},   Rule{"zh", "c"},   Rule{"ts", "c"},  Rule{"tz", "c"},  Rule{"cz", "c"},  Rule{"dz", "c"},
    Rule{"sh", "s"},   Rule{"hs", "s"},   Rule{"sz", "s"},  Rule{"kh", "h"},  Rule{"gh", "k"},  Rule{"ph", "f"},
    Rule{"th", "t"},   Rule{"rh", "r"},   Rule{"wh", "w"},  Rule{"ng", "n"},  Rule{"ce", "se"}, Rule{"ci", "si"},
    Rule{"g", "k"},    Rule{"d", "t"},    Rule{"b", "p"},   Rule{"v", "f"},   Rule{"l", "r"},   Rule{"z", "c"},
    Rule{"q", "c"},    Rule{"c", "k"},
};

constexpr std::array vowels{
    Rule{"o", "o"},   Rule{"u", "o"},  Rule{"eo", "o"},  Rule{"eu", "o"},  Rule{"oo", "o"},  Rule{"ou", "o"},
    Rule{"uo", "o"},  Rule{"yo", "o"}, Rule{"yu", "o"},  Rule{"yeo", "o"}, Rule{"you", "o"}, Rule{"yoo", "o"},
    Rule{"iu", "o"},  Rule{"io", "o"}, Rule{"iou", "o"}, Rule{"i", "i"},   Rule{"y", "i"},   Rule{"ii", "i"},
    Rule{"iy", "i"},  Rule{"yi", "i"}, Rule{"ie", "i"},  Rule{"ee", "i"},  Rule{"ui", "i"},  Rule{"e", "e"},
    Rule{"ae", "e"},  Rule{"ai", "e"}, Rule{"ay", "e"},  Rule{"ei", "e"},  Rule{"ey", "e"},  Rule{"oe", "e"},
    Rule{"oi", "e"},  Rule{"ye", "e"}, Rule{"yae", "e"}, Rule{"ea", "e"},  Rule{"a", "a"},   Rule{"ya", "a"},
    Rule{"ia", "a"},  Rule{"aa", "a"}, Rule{"iya", "a"}, Rule{"ua", "a"},  Rule{"ao", "a"},  Rule{"iao", "a"},
    Rule{"yao", "a"},
};

bool is_vowel(char c) {
    return std::string_view("aeiouy").find(c) != std::string_view::npos;
}

/// A run of vowels: the longest part that stands for one sound, and so on.
std::string vowel_sound(std::string_view run) {
    std::string sound;
    while (!run.empty()) {
        Rule best{run.substr(0, 1), run.substr(0, 1)};
        for (const Rule& rule : vowels) {
            if (run.starts_with(rule.first) && rule.first.size() >= best.first.size()) {
                best = rule;
            }
        }
        sound += best.second;
        run.remove_prefix(best.first.size());
    }
    return sound;
}

/// Letters that depend on where they stand: j, x, h, w. Nothing: another letter.
std::string_view by_place(std::string_view word, std::size_t at) {
    const bool vowel_before = at > 0 && is_vowel(word[at - 1]);
    const bool vowel_behind = at + 1 < word.size() && is_vowel(word[at + 1]);
    switch (word[at]) {
    case 'j': return vowel_behind ? "c" : "i";                              // "Jang"; "Andrej"
    case 'x': return at == 0 ? "s" : "ks";                                  // "Xiao"; "Alexei"
    case 'h': return vowel_behind && (at == 0 || vowel_before) ? "h" : "-"; // "Ahn", "Noh", "Hun"
    case 'w':
        return (at > 0 && !vowel_before) || (vowel_behind && (word[at + 1] == 'o' || word[at + 1] == 'u'))
                   ? "-"  // "Kwon", "Woo"
                   : "f"; // "Iwanow"
    default: return {};
    }
}

} // namespace

std::string sound_of(std::string_view latin) {
    std::string sound;
    const auto add = [&](std::string_view letters) {
        for (const char c : letters) {
            if (c != '-' && (sound.empty() || sound.back() != c)) {
                sound += c;
            }
        }
    };
    for (std::size_t at = 0; at < latin.size();) {
        if (is_vowel(latin[at])) {
            std::size_t end = at;
            while (end < latin.size() && is_vowel(latin[end])) {
                ++end;
            }
            add(vowel_sound(latin.substr(at, end - at)));
            at = end;
            continue;
        }
        const auto rule = std::find_if(consonants.begin(), consonants.end(),
                                       [&](const Rule& one) { return latin.substr(at).starts_with(one.first); });
        if (rule != consonants.end()) {
            // "ce" and "ci" say how the c sounds; the vowel itself is taken with those behind it.
            const bool with_vowel = is_vowel(rule->first.back());
            add(with_vowel ? rule->second.substr(0, 1) : rule->second);
            at += with_vowel ? 1 : rule->first.size();
            continue;
        }
        const std::string_view placed = by_place(latin, at);
        add(placed.empty() ? latin.substr(at, 1) : placed);
        ++at;
    }
    return sound;
}

} // namespace muster
