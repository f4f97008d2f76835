#include "flow.hpp"

#include <algorithm>
#include <array>

namespace muster::print {
namespace {

constexpr double gap = 5.0;      // between blocks
constexpr double cell_gap = 9.0; // between columns
constexpr double code_size = 32.0 * mm;

struct Heading {
    const char* tag;
    Style style;
    double before;
};
constexpr std::array headings{Heading{"H1", {"DejaVu Serif, NanumMyeongjo Bold 17"}, 0.0},
                              Heading{"H2", {"DejaVu Serif, NanumMyeongjo Bold 12.5"}, 10.0},
                              Heading{"H3", {"DejaVu Sans, NanumGothic Bold 9.5"}, 6.0}};

/// The columns' places on the page.
struct Place {
    double x;
    double width;
};

std::vector<Place> places_of(const std::vector<Column>& columns) {
    double shares = 0.0;
    for (const Column& column : columns) {
        shares += column.share;
    }
    const double room = Flow::width - cell_gap * static_cast<double>(columns.size() - 1);
    std::vector<Place> places;
    double x = Flow::left;
    for (const Column& column : columns) {
        places.push_back({x, room * column.share / shares});
        x += places.back().width + cell_gap;
    }
    return places;
}

/// A row of cells beside each other, laid out.
struct Row {
    std::vector<Text> cells{};
    double height = 0.0;
};

Row lay_out(const Canvas& canvas, const std::vector<Column>& columns, const std::vector<std::string>& cells,
            const Style& style) {
    const std::vector<Place> places = places_of(columns);
    Row row;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        row.cells.push_back(canvas.text(cells[c], style, places[c].width));
        pango_layout_set_alignment(row.cells.back().get(), columns[c].number ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
        row.height = std::max(row.height, height_of(row.cells.back()) + 4.0);
    }
    return row;
}

void draw(Flow& flow, const Row& row, const std::vector<Column>& columns, const Style& style, const char* tag) {
    Canvas& canvas = flow.canvas();
    const std::vector<Place> places = places_of(columns);
    canvas.begin("TR");
    for (std::size_t c = 0; c < columns.size(); ++c) {
        canvas.begin(tag);
        canvas.show(row.cells[c], style, places[c].x, flow.y() + 2.0);
        canvas.end(tag);
    }
    canvas.end("TR");
    flow.down(row.height);
    canvas.rule(Flow::left, flow.y(), Flow::width, 0.75);
}

/// A table, which on each page is an element of its own with its header; no page breaks a row. A row that is higher
/// than a page goes below each other.
class Table {
  public:
    Table(Flow& flow, const std::vector<Column>& columns, std::vector<std::string> headers)
        : flow_(flow), columns_(columns), headers_(std::move(headers)) {}

    void add(const std::vector<std::string>& cells) {
        const Row row = lay_out(flow_.canvas(), columns_, cells, body_style);
        if (row.height > (Flow::bottom - Flow::top) * 0.9) {
            close();
            for (std::size_t c = 0; c < columns_.size(); ++c) {
                flow_.lines("P", columns_[c].header + ": " + cells[c], body_style, Flow::left, Flow::width);
            }
            return;
        }
        if (open_ && !flow_.fits(row.height)) {
            close();
        }
        if (!open_) {
            open(row.height);
        }
        draw(flow_, row, columns_, body_style, "TD");
    }
    void close() {
        if (open_) {
            flow_.canvas().end("Table");
        }
        open_ = false;
    }

  private:
    void open(double first) {
        const bool has_header = !headers_.empty();
        const Row header = has_header ? lay_out(flow_.canvas(), columns_, headers_, bold_style) : Row{};
        flow_.keep(header.height + first);
        flow_.canvas().begin("Table");
        open_ = true;
        if (has_header) {
            draw(flow_, header, columns_, bold_style, "TH");
        }
    }

    Flow& flow_;
    const std::vector<Column>& columns_;
    std::vector<std::string> headers_;
    bool open_ = false;
};

std::vector<std::string> headers_of(const std::vector<Column>& columns) {
    std::vector<std::string> headers;
    for (const Column& column : columns) {
        headers.push_back(column.header);
    }
    return headers;
}

Result<void> run(const std::vector<std::function<Result<void>(Flow&)>>& blocks, Flow& flow) {
    for (const auto& block : blocks) {
        if (auto done = block(flow); !done) {
            return done;
        }
    }
    flow.end_page();
    return {};
}

} // namespace

void Document::heading(int level, std::string text) {
    blocks_.push_back([level, text = std::move(text)](Flow& flow) -> Result<void> {
        const Heading& heading = headings[static_cast<std::size_t>(std::clamp(level, 1, 3) - 1)];
        flow.keep(heading.before + 60.0); // not alone at the foot of a page
        flow.down(flow.y() > Flow::top ? heading.before : 0.0);
        flow.lines(heading.tag, text, heading.style, Flow::left, Flow::width);
        flow.down(gap);
        return {};
    });
}

void Document::paragraph(std::string text) {
    blocks_.push_back([text = std::move(text)](Flow& flow) -> Result<void> {
        flow.lines("P", text, body_style, Flow::left, Flow::width);
        flow.down(gap);
        return {};
    });
}

void Document::note(std::string text) {
    blocks_.push_back([text = std::move(text)](Flow& flow) -> Result<void> {
        flow.lines("P", text, small_style, Flow::left, Flow::width);
        flow.down(gap);
        return {};
    });
}

void Document::notice(std::string text) {
    blocks_.push_back([text = std::move(text)](Flow& flow) -> Result<void> {
        constexpr double inner = 6.0;
        const double height = height_of(flow.canvas().text(text, bold_style, Flow::width - 2.0 * inner));
        const bool framed = height + 2.0 * inner < Flow::bottom - Flow::top;
        if (framed) {
            flow.keep(height + 2.0 * inner);
            flow.canvas().frame(Flow::left, flow.y(), Flow::width, height + 2.0 * inner, 0.2);
        }
        flow.down(inner);
        flow.lines("P", text, bold_style, Flow::left + inner, Flow::width - 2.0 * inner);
        flow.down(inner + gap);
        return {};
    });
}

void Document::table(std::vector<Column> columns, std::vector<std::vector<std::string>> rows) {
    blocks_.push_back([columns = std::move(columns), rows = std::move(rows)](Flow& flow) -> Result<void> {
        Table table(flow, columns, headers_of(columns));
        for (const std::vector<std::string>& cells : rows) {
            table.add(cells);
        }
        table.close();
        flow.down(gap);
        return {};
    });
}

void Document::facts(std::vector<std::pair<std::string, std::string>> pairs) {
    blocks_.push_back([pairs = std::move(pairs)](Flow& flow) -> Result<void> {
        const std::vector<Column> columns{{"", 1.0}, {"", 3.8}}; // a SHA-256 on one line
        Table table(flow, columns, {});
        for (const auto& [name, said] : pairs) {
            table.add({name, said});
        }
        table.close();
        flow.down(gap);
        return {};
    });
}

void Document::code(std::string content, std::string described, std::string beside) {
    blocks_.push_back([content = std::move(content), described = std::move(described),
                       beside = std::move(beside)](Flow& flow) -> Result<void> {
        const double x = Flow::left + code_size + cell_gap;
        const double wide = Flow::width - code_size - cell_gap;
        flow.keep(std::max(code_size, height_of(flow.canvas().text(beside, body_style, wide))));
        const double from = flow.y();
        if (auto drawn = flow.canvas().code(content, described, Flow::left, from, code_size); !drawn) {
            return drawn;
        }
        flow.down(4.0);
        flow.lines("P", beside, body_style, x, wide);
        flow.down(std::max(0.0, from + code_size - flow.y()) + gap);
        return {};
    });
}

Result<std::string> Document::pdf() const {
    std::size_t pages = 0;
    for (const bool counting : {true, false}) { // once to count the pages, once to number them
        Canvas canvas(about_);
        Flow flow(canvas, about_, pages);
        if (auto done = run(blocks_, flow); !done) {
            return fail(done.error());
        }
        if (!counting) {
            return canvas.finish();
        }
        pages = flow.page();
    }
    return fail(ErrorKind::internal, "a document without pages");
}

} // namespace muster::print
