#include "services/fenghuo/directory_columns.hpp"

#include <algorithm>

namespace fenghuo::directory {

const std::vector<ColumnInfo>& columns() {
  static const std::vector<ColumnInfo> all = {
      {Column::kind, "种类", {"类别", "类型"}, true, true, Holds::text, "", "必填：单位（即职能部门）、学院、党组织、角色、班子成员"},
      {Column::id,
       "代号",
       {"编号", "ID", "id"},
       true,
       true,
       Holds::code,
       "id",
       "必填：小写字母开头，字母、数字、下划线或减号；代号相同即为同一单位或角色"},
      {Column::name,
       "名称",
       {"单位名称", "角色名称", "席位名称"},
       true,
       true,
       Holds::text,
       "name",
       "新增时必填；写单位或席位的名称，不写姓名"},
      {Column::office, "所属单位", {"单位"}, false, true, Holds::code, "office", "角色所在单位的代号或名称"},
      {Column::party_orgs,
       "所属党组织",
       {"所属二级党组织"},
       true,
       false,
       Holds::codes,
       "party_orgs",
       "单位所属二级党组织的代号或名称，可有几个，用逗号分开"},
      {Column::members, "成员", {"席位", "组成"}, false, true, Holds::codes, "members", "集体（如常委会）的各席位：角色代号或名称"},
      {Column::deputy, "代理", {"代理角色", "代理人角色"}, false, true, Holds::code, "deputy", "代理的角色：代号或名称"},
      {Column::liaison, "联络员", {"联络员角色"}, false, true, Holds::code, "liaison", "代为答复的角色：代号或名称，不写姓名"},
      {Column::portfolio,
       "分管单位",
       {"联系单位", "分管部门"},
       false,
       true,
       Holds::codes,
       "portfolio",
       "班子成员分管（委员联系）的单位：代号或名称，可有几个"},
      {Column::fields, "分管领域", {"领域"}, false, true, Holds::codes, "fields", "意识形态、基层党建、党风廉政、思想政治，可有几个"},
      {Column::contacts,
       "联系方式",
       {"地址代号", "联系方式代号"},
       true,
       true,
       Holds::codes,
       "contacts",
       "destinations.yaml 里的地址代号，第一个最先用"},
      {Column::mail, "邮箱", {"办公邮箱", "电子邮箱", "单位邮箱"}, true, true, Holds::mail, "", "办公邮箱；自动建立联系方式"},
      {Column::callback,
       "回调地址",
       {"接收地址", "系统地址"},
       true,
       true,
       Holds::url,
       "",
       "单位系统接收消息的 https 地址；自动建立联系方式"},
      {Column::phone, "电话", {"值班电话", "办公电话"}, true, false, Holds::phone, "phone", "单位的值班座机；不写手机号"},
      {Column::manual, "电话通知", {"人工通知"}, false, true, Holds::yes_no, "manual", "是：只靠电话或公文通知（校外机构）"},
      {Column::leader, "班子成员", {"校领导"}, false, true, Holds::yes_no, "leader", "是：校领导班子的席位；种类写“班子成员”时不必再填"},
      {Column::from, "起始日期", {"生效日期", "开始日期"}, true, true, Holds::date, "valid_from", "从这一天起有效，如 2026-09-01"},
      {Column::to, "截止日期", {"失效日期", "结束日期"}, true, true, Holds::date, "valid_to", "到这一天为止（含当天）"},
      {Column::note, "备注", {"说明"}, true, true, Holds::text, "", "不导入；严禁填写涉密内容和他人个人信息"},
  };
  return all;
}

const ColumnInfo& info_of(Column column) {
  return *std::find_if(columns().begin(), columns().end(), [&](const ColumnInfo& one) { return one.column == column; });
}

std::string bare_heading(std::string_view heading) {
  std::string bare;
  for (std::size_t at = 0; at < heading.size();) {
    const std::string_view rest = heading.substr(at);
    if (rest.starts_with("（") || rest.front() == '(') break;
    if (rest.starts_with("　")) {
      at += std::string_view("　").size();
    } else if (rest.front() == ' ' || rest.front() == '*' || rest.front() == '\n' || rest.front() == '\r' || rest.front() == '\t') {
      ++at;
    } else {
      bare += heading[at++];
    }
  }
  return bare;
}

const ColumnInfo* find_column(std::string_view heading) {
  const std::string bare = bare_heading(heading);
  for (const ColumnInfo& one : columns()) {
    if (one.heading == bare || std::find(one.also.begin(), one.also.end(), bare) != one.also.end()) return &one;
  }
  return nullptr;
}

bool personal_heading(std::string_view heading) {
  static constexpr std::string_view words[] = {"姓名", "手机", "身份证", "学号",   "工号",   "微信", "QQ",  "qq",
                                               "性别", "出生", "民族",   "负责人", "联系人", "家庭", "住址"};
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return heading.find(word) != std::string_view::npos; });
}

}  // namespace fenghuo::directory
