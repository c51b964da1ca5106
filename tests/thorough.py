"""What `make test` leaves to `make thorough`: more combinations of what another case tests.

A test or a file that is named here keeps one case in so many, spread over all; 0 keeps none,
because another test, named beside it, goes the same way. A test that is named counts before its
file. What is not named runs whole, but on PostgreSQL only what ``ON_POSTGRES`` names. CI runs both
commands: `make test` is what somebody waits for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE_IN = {
    # Browser: every third page is opened and judged by axe, some printed.
    "browser/test_bar.py": 3,  # menu and bar at every second size
    "browser/test_card.py": 0,  # one card is opened by a click:
    "browser/test_card.py::test_a_click_opens_the_card_and_asks_the_server_nothing": 1,
    "browser/test_desk.py::test_a_sheet_fits_every_screen": 3,
    "browser/test_each_page.py": 3,  # every third address
    "browser/test_each_page.py::test_answers_outside_pages_carry_the_headers_too": 1,
    "browser/test_each_page.py::test_no_visit_left_a_traceback_in_the_log": 1,
    "browser/test_each_page.py::test_axe_finds_nothing_on_a_telephone": 10,
    "browser/test_each_page.py::test_a_page_is_printed_whole": 6,
    "browser/test_each_page.py::test_with_a_town_chosen_a_map_can_be_read": 6,
    "browser/test_each_page.py::test_a_page_fits_every_screen": 9,
    "browser/test_early_back.py::test_back_to_another_page_shows_that_page": 3,
    "browser/test_early_back.py::test_back_to_no_choice_shows_none": 0,  # the test before
    "browser/test_first.py::test_a_link_of_the_first_menu_takes_the_choice_along": 0,
    "browser/test_first.py::"
    "test_a_publication_in_between_is_not_covered_by_the_page_before_it": 0,  # test_walks.py
    "browser/test_first.py::test_no_first_look_stays_or_comes_back_on_a_walk": 0,  # test_walks.py
    "browser/test_first.py::test_one_map_is_seen_at_any_moment": 2,
    "browser/test_frame.py": 0,  # the bar, the menu and the live region:
    "browser/test_frame.py::test_the_bar_filters_by_initials_chooses_and_clears": 1,
    "browser/test_frame.py::test_a_choice_is_spoken_in_chinese": 1,
    "browser/test_frame.py::test_the_menu_of_a_telephone_is_named_and_closes_after_a_choice": 1,
    "browser/test_hostile.py": 0,  # views/test_html.py, views/test_hostile_names.py
    "browser/test_isolation.py": 0,
    "browser/test_keyboard.py": 0,
    "browser/test_map.py::test_after_printing_the_map_is_as_it_was": 0,  # test_each_page.py prints
    "browser/test_map.py::test_what_is_outside_says_why_and_cannot_be_chosen": 0,  # views/
    "browser/test_map.py::test_no_unit_is_cut_off_by_the_edge_of_the_map": 0,  # test_each_page.py
    "browser/test_map.py::test_the_legend_lies_beside_the_map": 0,  # test_each_page.py
    "browser/test_map.py::test_the_map_says_what_it_is_and_shows_no_flag": 0,  # views/
    "browser/test_map.py::test_the_open_picker_speaks_chinese": 0,  # test_frame.py
    "browser/test_map.py::test_a_reload_keeps_town_year_and_measure": 0,  # ui/test_first.py
    "browser/test_pack.py": 0,  # documents/test_pack.py
    "browser/test_present.py::test_a_clicker_turns_the_page_after_a_question": 0,
    "browser/test_present.py::test_a_question_is_answered_by_name_or_initials": 3,
    "browser/test_present.py::test_b_makes_the_screen_black_and_turning_a_page_lights_it": 0,
    "browser/test_present.py::test_the_first_page_has_none_before_and_the_last_none_after": 0,
    "browser/test_present.py::test_there_is_no_menu_above_a_slide": 0,
    "browser/test_present.py::test_the_map_of_the_second_slide_is_live": 0,
    "browser/test_public.py": 0,  # mixed store: test_each_page.py; AppTest: pages/
    "browser/test_readable.py": 0,
    "browser/test_readable.py::test_a_bar_is_as_long_as_its_number": 1,
    "browser/test_sanzhen.py": 0,  # counties/test_pages.py; a map, and one of the newer pages:
    "browser/test_sanzhen.py::test_a_newer_page_is_clean_and_names_this_county_only": 5,
    "browser/test_sanzhen.py::test_the_map_paints_its_towns_and_hatches_what_is_outside": 1,
    "browser/test_sanzhen.py::test_years_without_a_grid_factor_are_hatched_as_missing": 1,
    "browser/test_sanzhen.py::test_nothing_went_wrong_behind_the_pages": 1,
    "browser/test_search.py": 0,  # ui/test_search.py; in the browser by the keyboard:
    "browser/test_search.py::test_the_keyboard_opens_records_one_after_the_other": 1,
    "browser/test_sheet.py": 0,  # test_each_page.py prints the sheet
    "browser/test_strips.py": 0,  # pages/test_pages.py
    "browser/test_walks.py::test_quick_arrows_are_all_heard_and_do_not_end_the_session": 0,
    "browser/test_wrong_addresses.py": 0,  # pages/test_pages.py
    "browser/test_materials.py": 0,  # api/, documents/; the set in test_meeting.py
    "browser/test_first.py::test_on_a_telephone_head_and_map_stand_still": 3,
    "browser/test_first.py::test_streamlit_draws_the_same_in_the_same_place": 18,
    "browser/test_first.py::"
    "test_without_samples_and_with_few_reports_it_is_the_same": 0,  # ui/test_first.py
    "browser/test_present.py::test_a_clicker_turns_the_page_after_a_click_in_the_map": 8,
    "browser/test_reporting.py::test_every_page_can_show_the_snapshot_before": 0,  # pages/
    "browser/test_reporting.py::test_a_wrong_file_is_one_sentence": 3,
    "browser/test_search.py::test_nothing_found_is_a_sentence_and_a_filter_is_taken_along": 0,
    "browser/test_slides.py::test_a_slide_opens_by_its_address_and_fits_every_screen": 12,
    "browser/test_town_and_forest.py::test_back_undoes_the_first_choice_of_a_switch": 4,
    "browser/test_slides.py::test_without_samples_no_slide_is_empty_and_all_fit": 0,  # mixed, on
    "browser/test_walks.py::test_a_map_under_the_title_of_another_page_is_not_seen": 5,
    "browser/test_walks.py::test_to_the_slides_and_back_each_shows_its_own_map": 5,
    "browser/test_late.py::test_until_the_map_is_there_its_place_says_so": 0,
    "browser/test_walks.py::test_an_older_publication_keeps_its_map_on_every_page": 0,  # test_first
    "browser/test_walks.py::test_each_slide_shows_its_own_map": 0,  # ..._to_the_slides_and_back
    "browser/test_walks.py::test_every_page_still_shows_its_own_map_after_a_while": 0,  # all pairs
    # Whole pages run by Streamlit's own tests.
    "counties/test_pages.py::test_a_page_opens_and_names_no_other_county": 6,
    "pages/test_broken_files.py": 8,  # reference/test_broken_files.py
    "pages/test_broken_files.py::test_with_a_broken_file_every_page_opens": 24,
    "pages/test_mixed.py::test_every_page_opens_with_and_without_a_town": 6,
    "pages/test_mixed.py::"
    "test_one_document_that_fails_leaves_the_set_to_the_others": 0,  # ui/test_made_files.py
    "pages/test_pages.py::test_nonsense_in_the_address_gets_one_sentence_and_the_page_works": 6,
    # Each cell of the table of access: the ways in turn; domain/test_access.py has all of them.
    "pages/writing/test_every_cell.py::test_a_command": 8,
    "pages/writing/test_every_cell.py::test_a_message_of_somebody_elses_browser_does_nothing": 8,
    "pages/writing/test_every_cell.py::test_what_a_page_offers": 9,
    "pages/test_words.py::test_a_page_shows_no_word_of_the_workshop": 6,
    "pages/writing/test_meeting.py::test_a_slide_that_is_none_is_the_nearest": 3,
    "pages/writing/test_meeting.py::test_every_slide_opens_at_its_address": 3,
    # Office files, each made or read whole.
    "api/test_frozen.py::test_an_issue_keeps_how_it_was_accounted_for": 0,
    "api/test_frozen.py::test_an_older_issue_is_byte_for_byte_what_it_was": 2,
    "cli/test_exports.py": 0,  # documents/; the whole set in pages/writing/test_meeting.py
    "cli/test_reporting.py::test_a_conflict_is_decided_by_an_option": 0,  # workflow/
    "cli/test_upkeep.py::test_restore_asks_first": 4,
    "documents/test_databook.py::test_the_same_snapshot_gives_the_same_bytes": 0,  # test_frozen.py
    "documents/test_deck_layout.py::test_every_drawing_has_words_for_those_who_cannot_see_it": 2,
    "documents/test_hostile_templates.py::test_a_harmless_one_brings_nothing_from_outside": 4,
    "documents/test_deck_layout.py::"
    "test_no_slide_is_less_than_a_third_full_and_the_annex_begins_after_at_most_fourteen": 6,
    "documents/test_hostile_templates.py::test_a_hostile_template_ends_in_one_sentence": 48,
    "documents/test_partial.py::test_every_document_is_made_from_any_part_of_the_rows": 8,
    "documents/test_partial.py::test_every_document_is_made_when_reporting_has_begun": 6,
    "documents/test_report.py::test_the_same_snapshot_gives_the_same_bytes": 0,  # test_frozen.py
    "documents/test_ooxml.py::test_an_office_file_is_valid": 8,
    "intake/test_speed.py::test_a_workbook_of_ten_thousand_sites": 0,  # test_latency.py
    "intake/test_latency.py::test_a_workbook_holds_nobody_up": 0,
    "intake/test_reading_errors.py::test_a_wrong_cell_is_named_with_its_address": 4,
    "intake/test_template.py::test_every_listed_column_has_a_drop_down": 3,
    "intake/test_template.py::test_handed_in_unchanged_it_says_nothing": 3,
    "intake/test_template.py::test_no_text_becomes_a_formula_and_all_come_back": 4,
    "intake/test_workbook.py::test_an_attack_ends_in_the_same_sentence_without_a_child": 5,
    "reference/test_beginning.py::test_any_county_can_be_begun": 8,
    "test_architecture.py::test_the_import_contracts_hold": 0,  # make check
    "test_catalogue_indicators.py::test_the_data_book_holds_figure_ranking_and_definition": 2,
    "ui/test_garbage.py::test_no_visitor_waits_for_a_collection": 2,
    "ui/test_made_files.py::test_the_deck_comes_when_some_towns_reported_and_the_city_did_not": 4,
    "ui/test_made_files.py::test_a_material_is_a_file_named_after_its_state": 2,
    "reference/test_broken_files.py::test_a_file_broken_as_a_whole_costs_only_what_it_holds": 4,
    "pages/writing/test_every_cell.py::test_where_it_is_written": 4,
    "intake/test_corpus.py::test_a_hostile_file_ends_as_declared": 6,
    "intake/test_workbook.py::test_what_is_wrong_with_a_book_is_found": 3,
    "browser/test_reporting_year.py": 0,
    "browser/test_reasons.py::test_no_reason_is_told_to_a_mouse_alone": 4,
    "browser/test_desk.py::test_two_tabs_of_one_person_lose_nothing": 0,  # a colleague's tab
    "pages/test_pages.py::test_without_samples_a_chosen_town_breaks_no_page": 3,
    "pages/test_pages.py::test_a_page_without_samples_says_what_is_missing": 2,
    "ui/test_visits.py::test_a_file_says_how_large_it_is": 3,
    "cli/test_reporting.py::test_import_writes_nothing_unless_all_is_answered": 3,
    "ui/test_reminding.py::test_it_is_for_nobody_else": 3,
    "store/test_portable.py::test_a_file_that_is_no_whole_backup_is_refused_in_one_sentence": 3,
    "workflow/test_evaluating.py::test_what_is_final_is_not_judged_again": 2,
    "workflow/test_permitting.py::test_each_cell_of_the_table_holds_where_things_are_written": 3,
}
ON_POSTGRES = ("store/test_drafting.py", "store/test_engine.py")
"""The files whose cases on PostgreSQL `make test` runs too: elsewhere only the engine differs."""


class Sampling:
    """Counts the cases of each test as they are collected, and tells which are kept."""

    def __init__(self, one_in: Mapping[str, int] = ONE_IN) -> None:
        """Begin with no case seen."""
        self.one_in = one_in
        self.seen: dict[str, int] = {}

    def keeps(self, test: str, *, on_postgres: bool = False) -> bool:
        """Tell whether the next case of ``test`` runs in `make test`."""
        file = test.partition("::")[0]
        if on_postgres and file not in ON_POSTGRES:
            return False
        place = self.seen[test] = self.seen.get(test, -1) + 1
        one_in = self.one_in.get(test, self.one_in.get(file, 1))
        return bool(one_in) and place % one_in == 0
