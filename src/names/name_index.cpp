#include "muster/names/name_index.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace muster {
namespace {

// What a pair of words is worth; where there are two numbers, the letters decide between them.
constexpr double same_group = 0.92; // to 0.98; variants of the table: "Kim", "Gim"
constexpr double same_sound = 0.86; // to 0.92
constexpr double by_letters = 0.06;
constexpr double initial = 0.6;
constexpr double least_alike = 0.6; // of a likeness of letters that counts alone
constexpr std::size_t longest = 32; // letters of a word that are compared

/// 1 for equal words, 0 for nothing in common: 1 - d / length of the longer, d the Levenshtein distance; or 0 as soon
/// as it would be below `least`.
double edit_similarity(std::string_view a, std::string_view b, double least = least_alike) {
    a = a.substr(0, longest);
    b = b.substr(0, longest);
    if (a.size() > b.size()) {
        std::swap(a, b);
    }
    const double size = static_cast<double>(b.size());
    const auto most = static_cast<std::size_t>(size * (1.0 - least));
    if (b.empty() || b.size() - a.size() > most) {
        return 0.0;
    }
    std::array<std::size_t, longest + 1> row{};
    for (std::size_t i = 0; i <= a.size(); ++i) {
        row[i] = i;
    }
    for (std::size_t j = 1; j <= b.size(); ++j) {
        std::size_t diagonal = row[0];
        row[0] = j;
        std::size_t best = j;
        for (std::size_t i = 1; i <= a.size(); ++i) {
            const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
            diagonal = row[i];
            row[i] = std::min({substituted, row[i] + 1, row[i - 1] + 1});
            best = std::min(best, row[i]);
        }
        if (best > most) {
            return 0.0;
        }
    }
    return 1.0 - static_cast<double>(row[a.size()]) / size;
}

/// Which letters a word has, a bit each: two words that differ in many cannot be alike.
std::uint32_t letters_in(std::string_view word) {
    std::uint32_t letters = 0;
    for (const char c : word) {
        letters |= 1U << static_cast<unsigned>(c - 'a');
    }
    return letters;
}

bool may_be_alike(std::string_view a, std::uint32_t letters_a, std::string_view b, std::uint32_t letters_b) {
    const std::size_t size = std::max(a.size(), b.size());
    const auto most = static_cast<int>(static_cast<double>(size) * (1.0 - least_alike));
    return __builtin_popcount(letters_a & ~letters_b) <= most && __builtin_popcount(letters_b & ~letters_a) <= most;
}

bool share_group(const Spelling& a, const Spelling& b) {
    return std::any_of(a.groups.begin(), a.groups.end(), [&](std::size_t group) {
        return std::find(b.groups.begin(), b.groups.end(), group) != b.groups.end();
    });
}

/// How alike two words are, 0 to 1.
double likeness(const Spelling& a, const Spelling& b) {
    if (a.latin == b.latin) {
        return 1.0;
    }
    if (share_group(a, b)) {
        return same_group + by_letters * edit_similarity(a.latin, b.latin, 0.0);
    }
    if (a.latin.size() == 1 || b.latin.size() == 1) {
        return a.latin.front() == b.latin.front() || a.sound.substr(0, 1) == b.sound.substr(0, 1) ? initial : 0.0;
    }
    if (a.sound == b.sound && a.sound.size() > 1) {
        return same_sound + by_letters * edit_similarity(a.latin, b.latin, 0.0);
    }
    double alike = 0.0;
    const std::string& shorter = a.latin.size() < b.latin.size() ? a.latin : b.latin;
    const std::string& longer = a.latin.size() < b.latin.size() ? b.latin : a.latin;
    if (shorter.size() >= 3 && longer.starts_with(shorter)) {
        alike = 0.6 + 0.25 * static_cast<double>(shorter.size()) / static_cast<double>(longer.size());
    }
    if (may_be_alike(a.latin, letters_in(a.latin), b.latin, letters_in(b.latin))) {
        alike = std::max(alike, 0.9 * edit_similarity(a.latin, b.latin));
    }
    if (a.sound.size() > 2 && b.sound.size() > 2 &&
        may_be_alike(a.sound, letters_in(a.sound), b.sound, letters_in(b.sound))) {
        alike = std::max(alike, 0.85 * edit_similarity(a.sound, b.sound));
    }
    return alike;
}

Spelling joined(const Reading& reading, std::size_t from, std::size_t end) {
    Spelling whole;
    for (std::size_t i = from; i < end; ++i) {
        whole.latin += reading[i].latin;
    }
    whole.sound = sound_of(whole.latin);
    return whole;
}

/// A reading, and the same with the words of the given name joined: all but the first, or all but the last.
std::vector<Reading> with_joined(const Reading& reading) {
    std::vector<Reading> all{reading};
    const std::size_t size = reading.size();
    if (size == 3 || size == 4) {
        all.push_back({reading.front(), joined(reading, 1, size)});
        all.push_back({joined(reading, 0, size - 1), reading.back()});
    }
    return all;
}

double weight_of(const Spelling& word) {
    return 1.0 + static_cast<double>(std::min<std::size_t>(word.latin.size(), 6));
}

std::string signs_of(std::string_view number) {
    std::string signs;
    for (const char c : number) {
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) {
            signs += c;
        } else if (c >= 'a' && c <= 'z') {
            signs += static_cast<char>(c - 'a' + 'A');
        }
    }
    return signs;
}

} // namespace

NameIndex::NameIndex(std::vector<NamedPerson> persons, const NameVariants& variants)
    : variants_(variants), persons_(std::move(persons)) {
    for (std::uint32_t person = 0; person < persons_.size(); ++person) {
        for (std::uint32_t text = 0; text < persons_[person].names.size(); ++text) {
            add_name(person, text);
        }
        for (std::uint32_t text = 0; text < persons_[person].numbers.size(); ++text) {
            number_at_.push_back({numbers_.size(), {person, text}});
            numbers_ += "\n" + signs_of(persons_[person].numbers[text]);
        }
    }
}

std::uint32_t NameIndex::word(const Spelling& spelling) {
    const auto [at, is_new] = word_ids_.try_emplace(spelling.latin, static_cast<std::uint32_t>(words_.size()));
    if (is_new) {
        words_.push_back({spelling, {}});
    }
    return at->second;
}

void NameIndex::add_name(std::uint32_t person, std::uint32_t text) {
    for (const Reading& reading : readings_of(persons_[person].names[text], variants_)) {
        for (const Reading& one : with_joined(reading)) {
            std::vector<std::uint32_t> words;
            for (const Spelling& spelling : one) {
                words.push_back(word(spelling));
            }
            const auto [at, is_new] = name_ids_.try_emplace(words, static_cast<std::uint32_t>(names_.size()));
            if (is_new) {
                for (const std::uint32_t each : words) {
                    words_[each].names.push_back(at->second);
                }
                names_.push_back({std::move(words), {}});
            }
            names_[at->second].bearers.push_back({person, text});
        }
    }
}

/// The words of the query put side by side with those of a name, each used once, the most alike first. What the name
/// has beyond the query counts little: the query may leave out.
double NameIndex::compare(const std::vector<const Row*>& query, const Name& name) const {
    std::vector<bool> query_used(query.size());
    std::vector<bool> name_used(name.words.size());
    double sum = 0.0;
    for (std::size_t pairs = std::min(query.size(), name.words.size()); pairs > 0; --pairs) {
        double best = 0.0;
        std::size_t q = 0;
        std::size_t n = 0;
        for (std::size_t i = 0; i < query.size(); ++i) {
            for (std::size_t j = 0; j < name.words.size(); ++j) {
                const double worth = query[i]->likeness[name.words[j]] * query[i]->weight;
                if (!query_used[i] && !name_used[j] && worth > best) {
                    best = worth;
                    q = i;
                    n = j;
                }
            }
        }
        if (best == 0.0) {
            break;
        }
        query_used[q] = true;
        name_used[n] = true;
        sum += best;
    }
    double whole = 0.0;
    for (const Row* row : query) {
        whole += row->weight;
    }
    for (std::size_t j = 0; j < name.words.size(); ++j) {
        whole += name_used[j] ? 0.0 : 0.2 * weight_of(words_[name.words[j]].spelling);
    }
    return sum / whole;
}

std::vector<NameMatch> NameIndex::by_number(std::string_view query) const {
    const std::string wanted = signs_of(query);
    std::vector<NameMatch> found;
    if (wanted.size() < 4 || wanted.find_first_of("0123456789") == std::string::npos) {
        return found;
    }
    for (std::size_t at = numbers_.find(wanted); at != std::string::npos; at = numbers_.find(wanted, at)) {
        const auto next = std::upper_bound(number_at_.begin(), number_at_.end(), at,
                                           [](std::size_t place, const Number& one) { return place < one.at; });
        const Number& number = *std::prev(next);
        at = next == number_at_.end() ? numbers_.size() : next->at;
        found.push_back({number.bearer.person,
                         0.5 + 0.5 * static_cast<double>(wanted.size()) / static_cast<double>(at - number.at - 1),
                         persons_[number.bearer.person].numbers[number.bearer.text]});
    }
    return found;
}

/// One query against the index.
class NameIndex::Search {
  public:
    Search(const NameIndex& index, std::size_t most)
        : index_(index), most_(most), reached_(index.names_.size()), by_word_(index.names_.size()) {}

    void take(const NameMatch& match) {
        auto [at, is_new] = best_.try_emplace(match.person, match);
        if (!is_new && at->second.score < match.score) {
            at->second = match;
        }
    }
    /// Of those who are called alike, the first come first: the others cannot be among the best any more.
    void take_bearers(const Name& name, double score) {
        std::size_t persons = 0;
        std::uint32_t last = 0;
        for (const Bearer& bearer : name.bearers) {
            if (persons > 0 && bearer.person == last) {
                continue;
            }
            if (++persons > most_) {
                return;
            }
            last = bearer.person;
            take({bearer.person, score, index_.persons_[bearer.person].names[bearer.text]});
        }
    }
    /// Names that have something in common with these words.
    void look_for(const Reading& wanted) {
        std::vector<const Row*> rows;
        std::vector<std::uint32_t> touched;
        for (const Spelling& spelling : wanted) {
            rows.push_back(&row_of(spelling));
            add(*rows.back(), touched);
        }
        // The sum is the most that a name can reach; the exact score only for those that may come first.
        const std::size_t looked_at = std::min(touched.size(), std::max<std::size_t>(20 * most_, 4000));
        std::partial_sort(touched.begin(), touched.begin() + static_cast<std::ptrdiff_t>(looked_at), touched.end(),
                          [&](std::uint32_t a, std::uint32_t b) {
                              return reached_[a] != reached_[b] ? reached_[a] > reached_[b] : a < b;
                          });
        for (std::size_t i = 0; i < looked_at; ++i) {
            const Name& name = index_.names_[touched[i]];
            take_bearers(name, index_.compare(rows, name));
        }
        for (const std::uint32_t name : touched) {
            reached_[name] = 0.0;
        }
    }
    [[nodiscard]] std::vector<NameMatch> best() {
        std::vector<NameMatch> matches;
        for (auto& one : best_) {
            matches.push_back(std::move(one.second));
        }
        std::stable_sort(matches.begin(), matches.end(),
                         [](const NameMatch& a, const NameMatch& b) { return a.score > b.score; });
        matches.resize(std::min(matches.size(), most_));
        return matches;
    }

  private:
    const Row& row_of(const Spelling& spelling) {
        auto [at, is_new] = rows_.try_emplace(spelling.latin);
        Row& row = at->second;
        if (is_new) {
            row.weight = weight_of(spelling);
            row.likeness.resize(index_.words_.size());
            for (std::uint32_t i = 0; i < index_.words_.size(); ++i) {
                row.likeness[i] = likeness(spelling, index_.words_[i].spelling);
                if (row.likeness[i] > 0.0) {
                    row.alike.push_back(i);
                }
            }
        }
        return row;
    }
    /// Adds to each name the worth of its word that is most like the query's word.
    void add(const Row& row, std::vector<std::uint32_t>& touched) {
        std::vector<std::uint32_t> of_word;
        for (const std::uint32_t word : row.alike) {
            for (const std::uint32_t name : index_.words_[word].names) {
                if (by_word_[name] == 0.0) {
                    of_word.push_back(name);
                }
                by_word_[name] = std::max(by_word_[name], row.likeness[word] * row.weight);
            }
        }
        for (const std::uint32_t name : of_word) {
            if (reached_[name] == 0.0) {
                touched.push_back(name);
            }
            reached_[name] += by_word_[name];
            by_word_[name] = 0.0;
        }
    }

    const NameIndex& index_;
    std::size_t most_;
    std::map<std::size_t, NameMatch> best_{}; ///< by person
    std::map<std::string, Row> rows_{};
    std::vector<double> reached_; ///< by name
    std::vector<double> by_word_;
};

std::vector<NameMatch> NameIndex::find(std::string_view query, std::size_t most) const {
    Search search(*this, most);
    for (const NameMatch& match : by_number(query)) {
        search.take(match);
    }
    for (const Reading& reading : readings_of(query, variants_)) {
        for (const Reading& wanted : with_joined(reading)) {
            search.look_for(wanted);
        }
    }
    return search.best();
}

} // namespace muster
