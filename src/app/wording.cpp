#include "wording.hpp"

#include "muster/base/data_dir.hpp"
#include "muster/formats/csv.hpp"

namespace muster {
namespace {

constexpr std::string_view between = "; ";    // parts of a sentence
constexpr std::string_view after_name = ": "; // and what is said of it

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool is_gap(std::string_view text, std::size_t at, char open, char close) {
    return at + 2 < text.size() && text[at] == open && text[at + 1] >= '1' && text[at + 1] <= '9' &&
           text[at + 2] == close;
}

/// "{1} of {2}" → "", " of ", "". What is filled in is numbered in order.
std::vector<std::string> literals_of(std::string_view english) {
    std::vector<std::string> literals(1);
    for (std::size_t at = 0; at < english.size(); ++at) {
        if (is_gap(english, at, '{', '}')) {
            literals.emplace_back();
            at += 2;
        } else {
            literals.back() += english[at];
        }
    }
    return literals;
}

/// What is filled in between the literals, each as short as can be, and at the beginning without a name and what is
/// said of it. Nothing: the text is another sentence.
std::optional<std::vector<std::string_view>> given_in(std::string_view text, const std::vector<std::string>& literals) {
    if (literals.size() == 1) {
        return text == literals[0] ? std::optional(std::vector<std::string_view>{}) : std::nullopt;
    }
    if (!text.starts_with(literals.front())) {
        return std::nullopt;
    }
    std::vector<std::string_view> given;
    std::size_t at = literals.front().size();
    for (std::size_t i = 1; i < literals.size(); ++i) {
        const bool last = i + 1 == literals.size();
        if (last && (!text.ends_with(literals[i]) || text.size() < at + literals[i].size())) {
            return std::nullopt;
        }
        const std::size_t end = last ? text.size() - literals[i].size() : text.find(literals[i], at + 1);
        if (end == std::string_view::npos || end <= at) {
            return std::nullopt;
        }
        given.push_back(text.substr(at, end - at));
        if (has(given.back(), between) || (at == 0 && has(given.back(), after_name))) {
            return std::nullopt;
        }
        at = end + literals[i].size();
    }
    return given;
}

} // namespace

Result<Wording> Wording::in(const std::string& language) {
    Wording out(language);
    if (language == "en") {
        return out;
    }
    if (language != "ko") {
        return fail(ErrorKind::usage, "language '" + language + "' is not spoken: en or ko is expected");
    }
    const std::string file = "korean/sentences.csv";
    const auto text = read_data_file(file);
    const auto table = text ? CsvTable::parse(*text, "data/" + file) : fail(text.error());
    const auto english = table ? table->require({"english"}) : fail(table.error());
    const auto korean = english ? table->require({"korean"}) : fail(english.error());
    if (!korean) {
        return fail(korean.error());
    }
    for (const CsvRow& row : table->rows()) {
        out.sentences_.push_back({literals_of(row.fields[*english]), row.fields[*korean]});
    }
    return out;
}

std::string Wording::operator()(const std::string& english) const {
    return in_parts(english).value_or(english);
}

std::optional<std::string> Wording::whole(std::string_view english) const {
    for (const Sentence& sentence : sentences_) {
        if (const auto given = given_in(english, sentence.literals)) {
            return filled(sentence.said, *given);
        }
    }
    return std::nullopt;
}

std::optional<std::string> Wording::in_parts(std::string_view english) const {
    if (auto said = whole(english)) {
        return said;
    }
    if (const std::size_t end = english.find(between); end != std::string_view::npos) {
        const std::string_view first = english.substr(0, end);
        const std::string_view rest = english.substr(end + between.size());
        const auto said_first = in_parts(first);
        const auto said_rest = in_parts(rest);
        if (!said_first && !said_rest) {
            return std::nullopt;
        }
        return said_first.value_or(std::string(first)) + std::string(between) + said_rest.value_or(std::string(rest));
    }
    for (std::size_t at = english.find(after_name); at != std::string_view::npos;
         at = english.find(after_name, at + 1)) {
        if (const auto said = whole(english.substr(at + after_name.size()))) {
            return (*this)(std::string(english.substr(0, at))) + std::string(after_name) + *said;
        }
    }
    return std::nullopt;
}

std::string Wording::filled(const std::string& said, const std::vector<std::string_view>& given) const {
    std::string text;
    for (std::size_t at = 0; at < said.size(); ++at) {
        const bool as_it_is = is_gap(said, at, '{', '}');
        if (!as_it_is && !is_gap(said, at, '[', ']')) {
            text += said[at];
            continue;
        }
        const std::string one(given.at(static_cast<std::size_t>(said[at + 1] - '1')));
        text += as_it_is ? one : (*this)(one);
        at += 2;
    }
    return text;
}

} // namespace muster
