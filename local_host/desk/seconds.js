// Seconds for the time picker of air-datepicker 2.2.3, which Frappe's Datetime and Time controls expect.
(function ($) {
	const picker = $.fn.datepicker.Constructor.prototype;
	const timepicker = $.fn.datepicker.Timepicker.prototype;
	const twoDigits = (number) => String(number).padStart(2, "0");

	function after(object, name, addition) {
		const original = object[name];
		object[name] = function (...words) {
			const result = original.apply(this, words);
			addition.apply(this, words);
			return result;
		};
	}

	after(timepicker, "_setTime", function (date) {
		this.seconds = date instanceof Date ? date.getSeconds() : 0;
	});
	after(timepicker, "_buildHTML", function () {
		const colon = $('<span class="datepicker--time-current-colon">:</span>').insertAfter(this.$minutesText);
		this.$secondsText = $('<span class="datepicker--time-current-seconds">').insertAfter(colon);
		this.$secondsText.html(twoDigits(this.seconds || 0));
		const slider = '<input type="range" name="seconds" min="0" max="59" step="1">';
		const row = $(`<div class="datepicker--time-row">${slider}</div>`).insertAfter(this.$minutes.parent());
		this.$seconds = $("input", row).val(this.seconds || 0);
		this.$ranges = this.$ranges.add(this.$seconds);
	});
	after(timepicker, "_updateCurrentTime", function () {
		this.$secondsText?.html(twoDigits(this.seconds || 0));
	});
	after(timepicker, "_updateRanges", function () {
		this.$seconds?.val(this.seconds || 0);
	});

	const formatDate = picker.formatDate;
	picker.formatDate = function (format, date) {
		const seconds = twoDigits((date || this.date).getSeconds());
		const formatted = formatDate.call(this, format, date);
		return formatted.replace(/(^|[\s:.])ss(?=$|[\s:.])/g, (_, before) => before + seconds);
	};

	const onTimeChange = picker._onTimeChange;
	picker._onTimeChange = function (event, hours, minutes) {
		this.lastSelectedDate?.setSeconds(Number(this.timepicker.seconds) || 0);
		return onTimeChange.call(this, event, hours, minutes);
	};
})(window.jQuery);
