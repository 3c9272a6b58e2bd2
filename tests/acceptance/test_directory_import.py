"""The directory out of office files: sheets as WPS writes them are merged whole or not at all, and every fault has its row and column."""

import io
import json
import shutil
import zipfile

from harness import ROOT, Scenario, main

HEAD = "种类,代号,名称,所属党组织,分管单位,分管领域,邮箱,起始日期,截止日期,电话\r\n"
ROWS = HEAD + (
    "学院,college_4,第四学院,college_4_party、机关党委,,,college4@example.edu.cn,2026/9/1,,电话：校内 ０００４\r\n"
    "二级党组织,college_4_party,第四学院党委,,,,,,,\r\n"
    "班子成员,vice_president_4,副校长（席位四）,,第四学院，college_4_party,思想政治,vp4@example.edu.cn,,,\r\n"
    "单位,gjjl,,,,,,,2027年8月31日,\r\n"
)


def column(number):
    return chr(ord("A") + number)


def xlsx(rows, sheets=("说明", "名册"), dates=()):
    """A workbook like WPS's: shared strings, the table on the second worksheet, a date as a serial number of style 1."""
    texts, cells = [], []

    def cell(r, c, value):
        at = f"{column(c)}{r}"
        if (r, c) in dates:
            return f'<c r="{at}" s="1"><v>{value}</v></c>'
        texts.append(value)
        return f'<c r="{at}" t="s"><v>{len(texts) - 1}</v></c>'

    for r, row in enumerate(rows, 1):
        cells.append(f'<row r="{r}">' + "".join(cell(r, c, value) for c, value in enumerate(row) if value) + "</row>")
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    main_ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def relations(pairs):
        body = "".join(f'<Relationship Id="rId{n}" Type="{office}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(pairs, 1))
        return f'<Relationships xmlns="{package}">{body}</Relationships>'

    def escape(text):
        return text.replace("&", "&amp;").replace("<", "&lt;")

    names = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
    parts = {
        "_rels/.rels": relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{main_ns}" xmlns:r="{office}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            [("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")]
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{main_ns}">' + "".join(f"<si><t>{escape(text)}</t></si>" for text in texts) + "</sst>",
        "xl/styles.xml": f'<styleSheet xmlns="{main_ns}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main_ns}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>填写说明</t></is></c></row></sheetData></worksheet>',
        "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{main_ns}"><sheetData>{"".join(cells)}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return out.getvalue()


class DirectoryImport(Scenario):
    def setUp(self):
        self.here = self.world(start=False)
        shutil.rmtree(self.here.config)
        shutil.copytree(ROOT / "config", self.here.config)

    def sheet(self, content, name="名册.csv"):
        path = self.here.folder / name
        path.write_bytes(content)
        return path

    def texts(self):
        return {name: (self.here.config / name).read_text() for name in ("directory.yaml", "destinations.yaml")}

    def imported(self, path, *more):
        done = self.here.run("directory", "import", path, "--json", *more)
        return done.returncode, json.loads(done.stdout)

    def show(self, day):
        answer = self.here.cli_json("directory", "show", "--at", day)
        return {unit["id"]: unit for unit in answer["units"]}, {role["id"]: role for role in answer["roles"]}

    def is_in_force(self):
        units, roles = self.show("2026-12-01")
        self.assertEqual("第四学院", units["college_4"]["name"])
        self.assertEqual(["college_4_party", "office_party"], units["college_4"]["party_orgs"])
        self.assertEqual("vice_president_4", units["college_4"]["leader"])
        self.assertEqual("校内 0004", units["college_4"]["phone"])
        self.assertEqual("2026-09-01", units["college_4"]["valid_from"])
        self.assertEqual(["college_4_mail"], units["college_4"]["contacts"])
        self.assertEqual(["education"], roles["vice_president_4"]["fields"])
        self.assertTrue(roles["vice_president_4"]["leader"])
        self.assertTrue(units["gjjl"]["valid"])
        self.assertFalse(self.show("2027-09-01")[0]["gjjl"]["valid"], "it ended on 2027-08-31")
        self.assertFalse(self.show("2026-08-31")[0]["college_4"]["valid"], "it begins on 2026-09-01")
        self.assertEqual(0, self.here.run("check").returncode)

    def test_csv_in_every_encoding(self):
        before = self.texts()
        for encoding, start in (("gbk", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-8", b""), ("utf-16-le", b"\xff\xfe")):
            with self.subTest(encoding=encoding, start=start):
                for name, text in before.items():
                    (self.here.config / name).write_text(text)
                code, answer = self.imported(self.sheet(start + ROWS.encode(encoding)))
                self.assertEqual((0, True), (code, answer["written"]), answer)
                self.is_in_force()

    def test_xlsx_of_a_named_worksheet(self):
        rows = [line.split(",") for line in ROWS.splitlines()]
        rows[1][7] = "46266"
        path = self.sheet(xlsx(rows, dates={(2, 7)}), "名册.xlsx")
        self.assertEqual(1, self.imported(path)[0], "the first worksheet has no table")
        code, answer = self.imported(path, "--sheet", "名册")
        self.assertEqual((0, True), (code, answer["written"]), answer)
        self.is_in_force()
        code, answer = self.imported(path, "--sheet", "无此表")
        self.assertEqual(1, code)
        self.assertIn("“说明”、“名册”", answer["faults"][0]["remedy"])

    def test_the_rest_of_the_files_stays_as_it_is(self):
        before = self.texts()
        self.assertEqual(0, self.imported(self.sheet(ROWS.encode("gbk")))[0])
        after = self.texts()
        for name, text in before.items():
            kept = set(after[name].splitlines())
            lost = [line for line in text.splitlines() if line not in kept]
            self.assertEqual([], [line for line in lost if "gjjl" not in line and "国际交流" not in line], name)
        self.assertTrue(after["directory.yaml"].startswith(before["directory.yaml"].partition("\nunits:")[0]))

    def test_a_second_import_changes_nothing(self):
        path = self.sheet(ROWS.encode())
        self.imported(path)
        before = self.texts()
        code, answer = self.imported(path)
        self.assertEqual((0, False, [], 4), (code, answer["written"], answer["changes"], answer["unchanged"]))
        self.assertEqual(before, self.texts())

    def test_a_dry_run_says_what_would_change(self):
        before = self.texts()
        done = self.here.run("directory", "import", self.sheet(ROWS.encode("gbk")), "--dry-run")
        self.assertEqual(0, done.returncode, done.stderr)
        for words in ("新增  单位", "college_4", "截止  单位", "valid_to: （无） → 2027-08-31", "新增  联系方式", "试运行"):
            self.assertIn(words, done.stdout)
        self.assertEqual(before, self.texts())

    def test_faults_of_the_sheet_have_row_and_column_and_nothing_is_written(self):
        before = self.texts()
        wrong = HEAD + "单位,xxb,,,,,,,,\r\n班子成员,vp9,副校长（席位九）,,信息化办公室、教务科,,,,,\r\n角色,r9,值班员 13800138000,,,,,,,\r\n单位,jwc：2,,,,,,,,\r\n"
        path = self.sheet(wrong.encode("gbk"))
        done = self.here.run("directory", "import", path)
        self.assertEqual(1, done.returncode)
        self.assertIn(f"{path}:3:5: 第3行第5列（分管单位）没有代号或名称为“教务科”的单位", done.stderr)
        self.assertIn(f"{path}:4:3: 第4行第3列（名称）疑似含手机号", done.stderr)
        self.assertIn(f"{path}:5:2: 第5行第2列用了全角冒号“：”，请改为“:”。", done.stderr)
        self.assertNotIn("13800138000", done.stdout + done.stderr, "what was refused is not repeated")
        self.assertEqual(before, self.texts())

    def test_what_would_break_the_configuration_is_not_written(self):
        before = self.texts()
        code, answer = self.imported(self.sheet("种类,代号,代理\r\n角色,president,party_secretary\r\n角色,party_secretary,president\r\n".encode("gbk")))
        self.assertEqual((1, False), (code, answer["written"]))
        self.assertIn("leads back to itself", answer["faults"][0]["what"])
        self.assertTrue(answer["faults"][0]["file"].endswith("config/directory.yaml"), answer["faults"][0])
        self.assertEqual(before, self.texts())

    def test_what_is_no_sheet(self):
        for content, name, words in (
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧.xls", "旧式 .xls"),
            (b"PK\x03\x04rubbish", "坏.xlsx", "已损坏"),
            (b"", "空.csv", "没有内容"),
        ):
            done = self.here.run("directory", "import", self.sheet(content, name))
            self.assertEqual(1, done.returncode)
            self.assertIn(words, done.stderr)
        self.assertEqual(1, self.here.run("directory", "import", "没有.xlsx").returncode)
        self.assertEqual(2, self.here.run("directory", "import").returncode)

    def test_a_template_filled_in_is_imported(self):
        for name in ("空表.csv", "空表.xlsx"):
            path = self.here.folder / name
            self.here.cli("directory", "template", path)
            self.assertEqual(1, self.here.run("directory", "template", path).returncode, "a filled-in sheet is not overwritten")
        text = (self.here.folder / "空表.csv").read_bytes()
        self.assertTrue(text.startswith(b"\xef\xbb\xbf") and text.endswith(b"\r\n"))
        with zipfile.ZipFile(self.here.folder / "空表.xlsx") as archive:
            self.assertIn("种类".encode(), archive.read("xl/sharedStrings.xml"))
        heading = text.decode("utf-8-sig").strip().split(",")
        row = ["" for _ in heading]
        for key, value in (("种类", "角色"), ("代号", "night_desk"), ("名称", "夜间值班"), ("所属单位", "保卫部"), ("回调地址", "http://127.0.0.1:8099/hooks/night")):
            row[heading.index(key)] = value
        code, answer = self.imported(self.sheet(text + (",".join(row) + "\r\n").encode()))
        self.assertEqual((0, True), (code, answer["written"]), answer)
        role = self.show("2027-01-01")[1]["night_desk"]
        self.assertEqual(("baowei", ["night_desk"]), (role["office"], role["contacts"]))
        self.assertEqual(2, self.here.run("directory", "template", "空表.doc").returncode)

    def test_who_is_what_today(self):
        shown = self.here.cli("directory", "show")
        for words in ("宣传部", "机关党委", "校党委书记", "二级党组织", "人工"):
            self.assertIn(words, shown)
        self.assertEqual(2, self.here.run("directory", "show", "--at", "明天").returncode)


if __name__ == "__main__":
    main()
