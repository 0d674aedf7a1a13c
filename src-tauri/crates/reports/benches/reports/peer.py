"""The same payments by XlsxWriter, csv and reportlab: peer.py KIND PATH ROWS. Prints seconds, peak in KB, and files."""

import csv
import os
import resource
import sys
import time
from datetime import datetime, timedelta

BEGIN = datetime(2026, 1, 1)
PAY_TYPES = ["现金", "微信", "支付宝", "银联"]
LANES = ["出口1", "出口2", "地下二层出口"]
OPERATORS = ["陈晓", "王建国", "城市平台"]
TITLE = "收费明细表"
LINE = "停车场：演示停车场    期间：2026 年"
HEADS = ["缴费时间", "订单编号", "车牌", "入场时间", "应收", "优惠", "实收", "支付方式", "车道", "收款员"]
WIDTHS = [19, 26, 11, 19, 10, 10, 10, 9, 13, 10]
RIGHT = {4, 5, 6}


def rows(count):
    for n in range(count):
        paid_at = BEGIN + timedelta(seconds=n * 31)
        receivable = 500 + n % 40 * 50
        discount = 150 if n % 10 == 0 else 0
        yield (
            paid_at,
            f"44030400100101{n:010}",
            f"粤B{n * 7919 % 100000:05}",
            paid_at - timedelta(minutes=n % 600 + 5),
            receivable,
            discount,
            receivable - discount,
            PAY_TYPES[n % 4],
            LANES[n % 3],
            OPERATORS[n // 7 % 3],
        )


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02}"


def as_text(row):
    return (
        str(row[0]), row[1], row[2], str(row[3]), yuan(row[4]), yuan(row[5]), yuan(row[6]), row[7], row[8], row[9]
    )


def write_csv(path, count):
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        for row in rows(count):
            writer.writerow(as_text(row))
    return [path]


def write_xlsx(path, count):
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    money = book.add_format({"num_format": "#,##0.00"})
    head = book.add_format({"bold": True})
    at = most = 1_048_575
    for row in rows(count):
        if at >= most:
            sheet = book.add_worksheet()
            for column, width in enumerate(WIDTHS):
                sheet.set_column(column, column, width)
            sheet.write_string(0, 0, TITLE)
            sheet.write_string(1, 0, LINE)
            for column, words in enumerate(HEADS):
                sheet.write_string(2, column, words, head)
            at = 3
        sheet.write_datetime(at, 0, row[0], moment)
        sheet.write_string(at, 1, row[1])
        sheet.write_string(at, 2, row[2])
        sheet.write_datetime(at, 3, row[3], moment)
        sheet.write_number(at, 4, row[4] / 100, money)
        sheet.write_number(at, 5, row[5] / 100, money)
        sheet.write_number(at, 6, row[6] / 100, money)
        sheet.write_string(at, 7, row[7])
        sheet.write_string(at, 8, row[8])
        sheet.write_string(at, 9, row[9])
        at += 1
    book.close()
    return [path]


def write_pdf(path, count):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("F", os.environ["LOTDESK_BENCH_FONT"]))
    width, height, margin, step = 841.9, 595.3, 32, 14.5
    room = width - 2 * margin
    lefts, x = [], margin
    for share in WIDTHS:
        lefts.append((x + 2.5, x + room * share / sum(WIDTHS) - 2.5))
        x += room * share / sum(WIDTHS)
    files, canvas, y, page, sums = [], None, 0, 0, [0, 0, 0]

    def head():
        canvas.setFont("F", 15)
        canvas.drawCentredString(width / 2, height - margin - 15, TITLE)
        canvas.setFont("F", 8.5)
        canvas.drawString(margin, height - margin - 36, LINE)
        canvas.setFont("F", 8)
        canvas.line(margin, height - margin - 61, width - margin, height - margin - 61)
        draw(HEADS, height - margin - 55)

    def draw(texts, at):
        for column, text in enumerate(texts):
            left, right = lefts[column]
            if column in RIGHT:
                canvas.drawRightString(right, at, text)
            else:
                canvas.drawString(left, at, text)

    def foot():
        draw(["本页小计", "", "", "", *map(yuan, sums), "", "", ""], y)
        canvas.drawString(margin, 20, f"第 {page} 页")
        canvas.showPage()

    for row in rows(count):
        if canvas is None or y < 47:
            if canvas is not None:
                foot()
                if page == 500:
                    canvas.save()
                    canvas = None
            if canvas is None:
                files.append(f"{path[:-4]}-{len(files) + 1:02}.pdf")
                canvas, page = Canvas(files[-1], pagesize=(width, height)), 0
            page, y, sums = page + 1, height - margin - 71, [0, 0, 0]
            head()
        draw(as_text(row), y)
        y -= step
        for place in range(3):
            sums[place] += row[4 + place]
    foot()
    canvas.save()
    return files


if __name__ == "__main__":
    kind, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    began = time.perf_counter()
    files = {"xlsx": write_xlsx, "csv": write_csv, "pdf": write_pdf}[kind](path, count)
    print(time.perf_counter() - began)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    print("\n".join(files))
