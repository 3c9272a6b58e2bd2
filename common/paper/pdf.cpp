#include "common/paper/pdf.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "common/clock/zone.hpp"
#include "common/paper/pdf_pages.hpp"

namespace fenghuo {
namespace {

using namespace paper;

// One that is there is enough; the first is the one the pages were looked at with.
constexpr const char* fonts = "WenQuanYi Zen Hei,Noto Sans CJK SC,Noto Sans SC,Source Han Sans SC,WenQuanYi Micro Hei,sans-serif";
constexpr const char* probe = "办理单督〔〕依据牵头配合逾期";
constexpr double text_size = 9, small_size = 7, heading_size = 10.5, title_size = 19, pad = 4;

struct Release {
  void operator()(cairo_surface_t* p) const { cairo_surface_destroy(p); }
  void operator()(cairo_t* p) const { cairo_destroy(p); }
  void operator()(cairo_font_options_t* p) const { cairo_font_options_destroy(p); }
  void operator()(PangoFontDescription* p) const { pango_font_description_free(p); }
  void operator()(void* p) const { g_object_unref(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

cairo_status_t write_to(void* out, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

class Canvas {
 public:
  explicit Canvas(std::string& out)
      : surface_(cairo_pdf_surface_create_for_stream(write_to, &out, page_width, page_height)), cairo_(cairo_create(surface_.get())) {
    // Measures that no screen's pixels round: the same on every machine.
    const Owned<cairo_font_options_t> options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    context_.reset(pango_cairo_create_context(cairo_.get()));
    pango_cairo_context_set_font_options(context_.get(), options.get());
    pango_context_set_language(context_.get(), pango_language_from_string("zh-cn"));
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
    layout_.reset(pango_layout_new(context_.get()));
    pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(layout_.get(), 1.2F);
    font_.reset(pango_font_description_from_string(fonts));
  }

  void describe(const Paper& paper) {
    const auto set = [&](cairo_pdf_metadata_t what, const std::string& text) {
      cairo_pdf_surface_set_metadata(surface_.get(), what, text.c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, paper.title + " " + paper.number);
    set(CAIRO_PDF_METADATA_AUTHOR, "履责提醒与舆情预警");
    set(CAIRO_PDF_METADATA_CREATOR, "fenghuo");
    const std::string made = rfc3339(paper.made).substr(0, 19) + "Z";
    set(CAIRO_PDF_METADATA_CREATE_DATE, made);
    set(CAIRO_PDF_METADATA_MOD_DATE, made);
  }

  bool has_chinese() {
    put(probe, text_size, -1);
    return pango_layout_get_unknown_glyphs_count(layout_.get()) == 0;
  }

  // Prepares text; width in points, negative: as wide as it is.
  void put(const std::string& text, double size, double width, PangoAlignment align = PANGO_ALIGN_LEFT) {
    pango_font_description_set_absolute_size(font_.get(), size * PANGO_SCALE);
    pango_layout_set_font_description(layout_.get(), font_.get());
    pango_layout_set_width(layout_.get(), width < 0 ? -1 : static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_height(layout_.get(), -1);
    pango_layout_set_ellipsize(layout_.get(), PANGO_ELLIPSIZE_NONE);
    pango_layout_set_alignment(layout_.get(), align);
    pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
  }
  void at_most(double height) {
    pango_layout_set_height(layout_.get(), static_cast<int>(height * PANGO_SCALE));
    pango_layout_set_ellipsize(layout_.get(), PANGO_ELLIPSIZE_END);
  }
  double height() {
    int h = 0;
    pango_layout_get_size(layout_.get(), nullptr, &h);
    return static_cast<double>(h) / PANGO_SCALE;
  }
  void show(double x, double y, double grey = 0) {
    cairo_set_source_rgb(cairo_.get(), grey, grey, grey);
    cairo_move_to(cairo_.get(), x, y);
    pango_cairo_show_layout(cairo_.get(), layout_.get());
  }
  void box(double x, double y, double w, double h, bool filled) {
    cairo_rectangle(cairo_.get(), x, y, w, h);
    if (filled) {
      cairo_set_source_rgb(cairo_.get(), 0.94, 0.94, 0.94);
      cairo_fill_preserve(cairo_.get());
    }
    cairo_set_source_rgb(cairo_.get(), 0.45, 0.45, 0.45);
    cairo_set_line_width(cairo_.get(), 0.5);
    cairo_stroke(cairo_.get());
  }
  void end_page() { cairo_show_page(cairo_.get()); }
  std::string finish() {
    cairo_surface_finish(surface_.get());
    const auto drawn = cairo_status(cairo_.get());
    const auto status = drawn != CAIRO_STATUS_SUCCESS ? drawn : cairo_surface_status(surface_.get());
    return status == CAIRO_STATUS_SUCCESS ? std::string() : cairo_status_to_string(status);
  }

 private:
  Owned<cairo_surface_t> surface_;
  Owned<cairo_t> cairo_;
  Owned<PangoContext> context_;
  Owned<PangoLayout> layout_;
  Owned<PangoFontDescription> font_;
};

std::vector<double> columns_of(const PaperTable& table) {
  double all = 0;
  for (const auto share : table.widths) all += share;
  std::vector<double> out;
  out.reserve(table.widths.size());
  for (const auto share : table.widths) out.push_back(inner_width * share / all);
  return out;
}

double row_height(Canvas& canvas, const PaperTable& table, const std::vector<std::string>& cells) {
  const auto widths = columns_of(table);
  double tallest = 0;
  for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
    canvas.put(cells[i], text_size, widths[i] - 2 * pad);
    tallest = std::max(tallest, canvas.height());
  }
  return tallest + 2 * pad;
}

void draw_cells(Canvas& canvas, const Placed& placed) {
  const auto& table = *placed.table;
  const auto& cells = placed.what == What::head ? table.head : table.rows[placed.row];
  const auto widths = columns_of(table);
  double x = left;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const bool label = placed.what == What::head || (table.head.empty() && i == 0);
    canvas.box(x, placed.y, widths[i], placed.height, label);
    if (i < cells.size()) {
      canvas.put(cells[i], text_size, widths[i] - 2 * pad);
      if (canvas.height() > placed.height) canvas.at_most(placed.height - 2 * pad);
      canvas.show(x + pad, placed.y + pad, label ? 0.25 : 0);
    }
    x += widths[i];
  }
}

void draw_title(Canvas& canvas, const Paper& paper) {
  canvas.put(paper.title, title_size, inner_width, PANGO_ALIGN_CENTER);
  canvas.show(left, top);
  canvas.put(paper.number, heading_size, inner_width, PANGO_ALIGN_CENTER);
  canvas.show(left, top + 31, 0.25);
}

void draw_foot(Canvas& canvas, const Paper& paper, std::size_t page, std::size_t pages) {
  double y = page_height - bottom + 14;
  for (const auto& line : paper.foot) {
    canvas.put(line, small_size, inner_width);
    canvas.at_most(2.4 * small_size * 1.2);
    canvas.show(left, y, 0.35);
    y += canvas.height() + 1;
  }
  canvas.put("第" + std::to_string(page) + "页 共" + std::to_string(pages) + "页", text_size, inner_width, PANGO_ALIGN_CENTER);
  canvas.show(left, page_height - 30, 0.2);
}

void draw_page(Canvas& canvas, const Page& page) {
  for (const auto& placed : page) {
    if (placed.what != What::heading) {
      draw_cells(canvas, placed);
      continue;
    }
    canvas.put(placed.table->heading + (placed.continued ? "（续）" : ""), heading_size, inner_width);
    canvas.show(left, placed.y + 6);
  }
}

}  // namespace

Result<Pdf> render_pdf(const Paper& paper, const std::function<void(std::size_t page, std::size_t pages)>& progress) {
  Pdf pdf;
  Canvas canvas(pdf.bytes);
  if (!canvas.has_chinese())
    return fail("no installed font has Chinese characters (没有可用的中文字体); install one: apt-get install fonts-wqy-zenhei");
  canvas.describe(paper);
  const auto pages = place(paper, [&](const PaperTable& table, const auto& cells) { return row_height(canvas, table, cells); });
  pdf.pages = pages.size();
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (i == 0) draw_title(canvas, paper);
    draw_page(canvas, pages[i]);
    draw_foot(canvas, paper, i + 1, pages.size());
    canvas.end_page();
    if (progress) progress(i + 1, pages.size());
  }
  if (const auto why = canvas.finish(); !why.empty()) return fail("the PDF could not be written: " + why);
  return pdf;
}

}  // namespace fenghuo
