// Where everything of a paper stands: rows measured, placed on pages, none cut. Private to the renderer.
#pragma once

#include <functional>

#include "common/paper/paper.hpp"

namespace fenghuo::paper {

// A4 in points; the left margin leaves room for the binding.
inline constexpr double page_width = 595.28, page_height = 841.89;
inline constexpr double left = 62, right = 46, top = 50, bottom = 84;
inline constexpr double inner_width = page_width - left - right;
inline constexpr double title_height = 58, heading_height = 25, table_gap = 8;
inline constexpr double most_row_height = page_height - top - bottom - 2 * heading_height - 40;

enum class What { heading, head, row };

struct Placed {
  What what = What::row;
  const PaperTable* table = nullptr;
  std::size_t row = 0;
  double y = 0, height = 0;
  bool continued = false;  // a heading that stands again on a further page
};
using Page = std::vector<Placed>;

// How high a row of cells is, in points.
using Measure = std::function<double(const PaperTable&, const std::vector<std::string>& cells)>;

std::vector<Page> place(const Paper& paper, const Measure& measure);

}  // namespace fenghuo::paper
