#include "common/sheet/sheet.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "common/sheet/csv.hpp"
#include "common/sheet/text_encoding.hpp"
#include "common/sheet/xlsx.hpp"

namespace fenghuo::sheet {
namespace {

constexpr std::string_view zip_magic = "PK\x03\x04";
constexpr std::string_view ole_magic = "\xD0\xCF\x11\xE0";

// Reads to the end or past the limit; false and errno set on failure.
bool read_all(int fd, std::string& bytes) {
  char block[65536];
  while (bytes.size() <= max_file_bytes) {
    const ssize_t n = ::read(fd, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    if (n == 0) return true;
    bytes.append(block, static_cast<std::size_t>(n));
  }
  return true;
}

Read<std::string> read_bytes(const std::string& path) {
  // Non-blocking, so that a pipe in the file's place can't stop us for ever.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return trouble("打不开文件：" + std::generic_category().message(errno), "请核对文件名和读取权限");
  struct stat about {};
  const bool plain = ::fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
  std::string bytes;
  const bool sound = plain && read_all(fd, bytes);
  const int error = errno;
  ::close(fd);
  if (!plain) return trouble("不是普通文件", "请给出 XLSX 或 CSV 文件");
  if (!sound) return trouble("读取失败：" + std::generic_category().message(error), "请检查磁盘");
  return bytes;
}

void trim(Sheet& sheet) {
  for (Row& row : sheet.rows) {
    while (!row.empty() && row.back().empty()) row.pop_back();
  }
  while (!sheet.rows.empty() && sheet.rows.back().empty()) sheet.rows.pop_back();
}

}  // namespace

std::string place_text(std::size_t row, std::size_t column) {
  if (row == 0) return {};
  return "第" + std::to_string(row) + "行" + (column == 0 ? "" : "第" + std::to_string(column) + "列");
}

Read<Sheet> parse_sheet(std::string_view bytes, std::string_view worksheet) {
  if (bytes.size() > max_file_bytes) {
    return trouble("文件超过 " + std::to_string(max_file_bytes >> 20U) + " MB", "请删去图片和无关的工作表，或分成几个文件");
  }
  if (bytes.starts_with(ole_magic)) return trouble("这是旧式 .xls 文件，或设了打开密码", "请去掉密码，另存为 .xlsx 或 CSV（UTF-8）");
  Read<Sheet> sheet = [&]() -> Read<Sheet> {
    if (bytes.starts_with(zip_magic)) return read_xlsx(bytes, worksheet);
    if (!worksheet.empty()) return trouble("CSV 文件没有工作表", "请去掉 --sheet，或改用 XLSX 文件");
    const auto text = to_utf8(bytes);
    if (!text) return tl::unexpected(text.error());
    return read_csv(*text);
  }();
  if (!sheet) return sheet;
  trim(*sheet);
  if (sheet->rows.empty()) return trouble("表里没有内容", "第一行写表头，以下每行一条");
  return sheet;
}

Read<Sheet> read_sheet(const std::string& path, std::string_view worksheet) {
  const auto bytes = read_bytes(path);
  if (!bytes) return tl::unexpected(bytes.error());
  return parse_sheet(*bytes, worksheet);
}

}  // namespace fenghuo::sheet
