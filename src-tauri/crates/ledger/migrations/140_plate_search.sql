-- Any part of a plate finds its records at once, however many there are: each plate stands here by all of its endings, and
-- what is looked for is the beginning of one. A scan of a million records takes half a second.
CREATE VIRTUAL TABLE record_plates USING fts5(endings, content='', columnsize=0, detail=none, prefix='1 2');

CREATE TRIGGER record_plates_new AFTER INSERT ON records BEGIN
    INSERT INTO record_plates(rowid, endings) VALUES (new.no,
        new.plate || ' ' || substr(new.plate, 2) || ' ' || substr(new.plate, 3) || ' ' || substr(new.plate, 4)
        || ' ' || substr(new.plate, 5) || ' ' || substr(new.plate, 6) || ' ' || substr(new.plate, 7)
        || ' ' || substr(new.plate, 8) || ' ' || substr(new.plate, 9));
END;

CREATE TRIGGER record_plates_gone AFTER DELETE ON records BEGIN
    INSERT INTO record_plates(record_plates, rowid, endings) VALUES ('delete', old.no,
        old.plate || ' ' || substr(old.plate, 2) || ' ' || substr(old.plate, 3) || ' ' || substr(old.plate, 4)
        || ' ' || substr(old.plate, 5) || ' ' || substr(old.plate, 6) || ' ' || substr(old.plate, 7)
        || ' ' || substr(old.plate, 8) || ' ' || substr(old.plate, 9));
END;

CREATE TRIGGER record_plates_corrected AFTER UPDATE OF plate ON records WHEN old.plate <> new.plate BEGIN
    INSERT INTO record_plates(record_plates, rowid, endings) VALUES ('delete', old.no,
        old.plate || ' ' || substr(old.plate, 2) || ' ' || substr(old.plate, 3) || ' ' || substr(old.plate, 4)
        || ' ' || substr(old.plate, 5) || ' ' || substr(old.plate, 6) || ' ' || substr(old.plate, 7)
        || ' ' || substr(old.plate, 8) || ' ' || substr(old.plate, 9));
    INSERT INTO record_plates(rowid, endings) VALUES (new.no,
        new.plate || ' ' || substr(new.plate, 2) || ' ' || substr(new.plate, 3) || ' ' || substr(new.plate, 4)
        || ' ' || substr(new.plate, 5) || ' ' || substr(new.plate, 6) || ' ' || substr(new.plate, 7)
        || ' ' || substr(new.plate, 8) || ' ' || substr(new.plate, 9));
END;

INSERT INTO record_plates(rowid, endings)
SELECT no, plate || ' ' || substr(plate, 2) || ' ' || substr(plate, 3) || ' ' || substr(plate, 4) || ' ' || substr(plate, 5)
    || ' ' || substr(plate, 6) || ' ' || substr(plate, 7) || ' ' || substr(plate, 8) || ' ' || substr(plate, 9)
FROM records;
