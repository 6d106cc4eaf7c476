from recommendations.reading.blocks import Kind, read_blocks


def blocks(source: str) -> list[tuple[Kind, str]]:
    document = read_blocks(source)
    return [(block.kind, document.of(block)) for block in document.blocks]


def test_a_wrapped_line_that_begins_with_a_number_goes_on_with_its_paragraph():
    assert blocks("It was closed in\n2019. Then it opened\n[12] and closed.") == [
        (Kind.PLAIN, "It was closed in\n2019. Then it opened\n[12] and closed.")
    ]


def test_a_list_begins_where_its_first_number_stands():
    assert blocks("They ask:\n1. a lamp\n2. a road") == [
        (Kind.PLAIN, "They ask:"),
        (Kind.NUMBERED, "a lamp"),
        (Kind.NUMBERED, "a road"),
    ]


def test_bullets_stay_in_the_text_and_out_of_the_words():
    document = read_blocks("- a lamp\n- a road")
    assert document.text == "- a lamp\n- a road\n"
    assert [document.of(block) for block in document.blocks] == ["a lamp", "a road"]


def test_quoted_lines_parted_by_a_blank_line_are_two_quotations():
    document = read_blocks("> one\n>\n> still one\n\n> two")
    assert [block.group for block in document.blocks] == [1, 1, 2]


def test_an_underlined_line_is_a_heading():
    assert blocks("The Mill\n========\n\nIt closed.") == [
        (Kind.HEADING, "The Mill"),
        (Kind.PLAIN, "It closed."),
    ]


def test_every_block_stands_where_it_says():
    source = "# A *small* head\n\n> “said”\n\n  - **Title:** words\n    more words\n"
    document = read_blocks(source)
    assert [document.of(block) for block in document.blocks] == [
        "A small head",
        "“said”",
        "Title: words\n    more words",
    ]
