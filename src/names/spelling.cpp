#include "muster/names/spelling.hpp"

#include "muster/base/data_dir.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <sstream>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uscript.h>

namespace muster {
namespace {

const icu::Transliterator& to_latin() {
    static const std::unique_ptr<icu::Transliterator> made = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<icu::Transliterator>(icu::Transliterator::createInstance(
            "NFKC; Russian-Latin/BGN; Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
    }();
    return *made;
}

/// Words in Latin letters of a text in any script.
std::string latin_text(const icu::UnicodeString& text) {
    icu::UnicodeString latin = text;
    std::string bytes;
    latin.toUTF8String(bytes);
    const bool plain = std::all_of(bytes.begin(), bytes.end(), [](char c) { return c > 0; });
    if (!plain) { // transliterating takes a hundred times as long as the rest
        to_latin().transliterate(latin);
        bytes.clear();
        latin.toUTF8String(bytes);
    }
    std::transform(bytes.begin(), bytes.end(), bytes.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return bytes;
}

std::string letters_of(const std::string& text) {
    std::string letters;
    for (const char c : text) {
        if (c >= 'a' && c <= 'z') {
            letters += c;
        }
    }
    return letters;
}

bool divides(UChar32 c) {
    return u_isUWhiteSpace(c) || c == ',' || c == ';' || c == '/' || c == '(' || c == ')' || c == '.' || c == 0xB7 ||
           c == 0x30FB || c == '"';
}

std::vector<icu::UnicodeString> words_of(std::string_view name) {
    const auto text = icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())});
    std::vector<icu::UnicodeString> words(1);
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        const UChar32 c = text.char32At(at);
        if (!divides(c)) {
            words.back().append(c);
        } else if (!words.back().isEmpty()) {
            words.emplace_back();
        }
    }
    if (words.back().isEmpty()) {
        words.pop_back();
    }
    return words;
}

UScriptCode script_of(const icu::UnicodeString& word) {
    UErrorCode status = U_ZERO_ERROR;
    return word.isEmpty() ? USCRIPT_COMMON : uscript_getScript(word.char32At(0), &status);
}

/// Family names of two syllables or characters.
bool is_double_family_name(const icu::UnicodeString& start) {
    static const std::vector<icu::UnicodeString> all = [] {
        std::vector<icu::UnicodeString> names;
        for (const char* name :
             {"남궁", "황보", "제갈", "선우", "사공", "독고", "서문", "동방", "南宮", "皇甫", "諸葛", "鮮于",
              "司空", "獨孤", "西門", "東方", "司馬", "歐陽", "上官", "南宫", "诸葛", "鲜于", "司马", "欧阳"}) {
            names.push_back(icu::UnicodeString::fromUTF8(name));
        }
        return names;
    }();
    return std::find(all.begin(), all.end(), start) != all.end();
}

/// Family name and given name of a name in Hangul or Chinese characters that is written without a space.
std::vector<icu::UnicodeString> divided(const icu::UnicodeString& word) {
    const std::int32_t size = word.countChar32();
    if (size < 2 || size > 5) {
        return {word};
    }
    const std::int32_t two = word.moveIndex32(0, 2);
    const std::int32_t family =
        size > 2 && is_double_family_name(word.tempSubString(0, two)) ? two : word.moveIndex32(0, 1);
    return {icu::UnicodeString(word, 0, family), icu::UnicodeString(word, family)};
}

Spelling spelling_of(std::string latin, const NameVariants& variants) {
    Spelling spelling{std::move(latin), {}, {}};
    spelling.sound = sound_of(spelling.latin);
    spelling.groups = variants.groups_of(spelling.latin);
    return spelling;
}

/// The readings of a character or, if none is known of a simplified one, of the traditional one that it stands for.
const std::vector<std::string>& readings_in_korean(const icu::UnicodeString& character, const NameVariants& variants) {
    static const std::unique_ptr<icu::Transliterator> traditional = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<icu::Transliterator>(
            icu::Transliterator::createInstance("Simplified-Traditional", UTRANS_FORWARD, status));
    }();
    const auto& readings = variants.korean_readings(static_cast<char32_t>(character.char32At(0)));
    if (!readings.empty()) {
        return readings;
    }
    icu::UnicodeString changed = character;
    traditional->transliterate(changed);
    return variants.korean_readings(changed.isEmpty() ? 0 : static_cast<char32_t>(changed.char32At(0)));
}

/// A word of Chinese characters as Koreans read it; empty: a character's reading is not known. `which` chooses among
/// the readings of the first character.
std::string in_korean(const icu::UnicodeString& word, const NameVariants& variants, std::size_t which) {
    std::string latin;
    for (std::int32_t at = 0; at < word.length(); at = word.moveIndex32(at, 1)) {
        const icu::UnicodeString character(word, at, word.moveIndex32(at, 1) - at);
        const auto& readings = readings_in_korean(character, variants);
        if (readings.empty()) {
            return {};
        }
        latin += readings[at == 0 ? std::min(which, readings.size() - 1) : 0];
    }
    return latin;
}

/// All words by one way of reading; empty: it cannot be read so.
Reading read_by(const std::vector<icu::UnicodeString>& words, const NameVariants& variants,
                const std::function<std::string(const icu::UnicodeString&, std::size_t place)>& how) {
    Reading reading;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string latin = how(words[i], i);
        if (latin.empty()) {
            return {};
        }
        reading.push_back(spelling_of(std::move(latin), variants));
    }
    return reading;
}

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream stream(line);
    for (std::string cell; std::getline(stream, cell, ',');) {
        cells.push_back(cell);
    }
    return cells;
}

} // namespace

std::string fold_word(std::string_view word) {
    return letters_of(latin_text(icu::UnicodeString::fromUTF8({word.data(), static_cast<std::int32_t>(word.size())})));
}

std::vector<Reading> readings_of(std::string_view name, const NameVariants& variants) {
    std::vector<icu::UnicodeString> words = words_of(name);
    const bool no_space = words.size() == 1;
    const UScriptCode script = words.empty() ? USCRIPT_COMMON : script_of(words.front());
    if (no_space && (script == USCRIPT_HANGUL || script == USCRIPT_HAN)) {
        words = divided(words.front());
    }
    std::vector<Reading> readings;
    const auto add = [&](Reading reading) {
        if (!reading.empty()) {
            readings.push_back(std::move(reading));
        }
    };
    if (script == USCRIPT_HAN) {
        const icu::UnicodeString first(words.front(), 0, words.front().moveIndex32(0, 1));
        const std::size_t ways = std::min<std::size_t>(2, readings_in_korean(first, variants).size());
        for (std::size_t which = 0; which < ways; ++which) { // of the family name
            add(read_by(words, variants, [&](const auto& word, std::size_t place) {
                return in_korean(word, variants, place == 0 ? which : 0);
            }));
        }
    }
    std::vector<icu::UnicodeString> readable;
    for (const icu::UnicodeString& word : words) {
        if (!letters_of(latin_text(word)).empty()) {
            readable.push_back(word);
        }
    }
    add(read_by(readable, variants, [](const auto& word, std::size_t) { return letters_of(latin_text(word)); }));
    return readings;
}

const std::vector<std::size_t>& NameVariants::groups_of(const std::string& folded) const {
    static const std::vector<std::size_t> none;
    const auto at = groups_.find(folded);
    return at == groups_.end() ? none : at->second;
}

const std::vector<std::string>& NameVariants::korean_readings(char32_t character) const {
    static const std::vector<std::string> none;
    const auto at = readings_.find(character);
    return at == readings_.end() ? none : at->second;
}

Result<NameVariants> NameVariants::of(const std::string& variants_csv, const std::string& readings_csv) {
    NameVariants made;
    std::istringstream groups(variants_csv);
    std::size_t number = 0;
    for (std::string line; std::getline(groups, line);) {
        ++number;
        for (const std::string& word : line.starts_with('#') ? std::vector<std::string>{} : cells_of(line)) {
            if (word.empty() || fold_word(word) != word) {
                return fail(Error{ErrorKind::bad_input,
                                  "'" + word + "' is not a word in lower-case Latin letters without marks",
                                  "names/variants.csv", number});
            }
            made.groups_[word].push_back(number);
        }
    }
    std::istringstream characters(readings_csv);
    number = 0;
    for (std::string line; std::getline(characters, line);) {
        ++number;
        const auto cells = line.starts_with('#') || line.empty() ? std::vector<std::string>{} : cells_of(line);
        if (cells.empty()) {
            continue;
        }
        const auto character = icu::UnicodeString::fromUTF8(cells.front());
        if (cells.size() < 2 || character.countChar32() != 1) {
            return fail(Error{ErrorKind::bad_input, "expected a character and its readings, with commas between them",
                              "names/readings.csv", number});
        }
        std::vector<std::string>& readings = made.readings_[static_cast<char32_t>(character.char32At(0))];
        for (auto cell = cells.begin() + 1; cell != cells.end(); ++cell) {
            readings.push_back(fold_word(*cell));
        }
    }
    return made;
}

Result<NameVariants> NameVariants::load() {
    const auto variants = read_data_file("names/variants.csv");
    const auto readings = variants ? read_data_file("names/readings.csv") : fail(variants.error());
    return readings ? of(*variants, *readings) : fail(readings.error());
}

} // namespace muster
