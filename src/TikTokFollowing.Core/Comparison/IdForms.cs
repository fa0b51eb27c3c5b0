using System.Globalization;

namespace TikTokFollowing.Comparison;

/// <summary>
/// Recognises and counts ids that a program took for numbers. A spreadsheet keeps 15 digits, and JSON tools keep what fits a double.
/// What is left belongs to another account or to none.
/// </summary>
internal sealed class IdForms
{
    private const int SpreadsheetDigits = 15;

    // Many shorter ids read the same as a double, so that this proves nothing about them.
    private const int DoubleProvesFrom = 19;

    // Above this share, rounded ids are no chance.
    private const double MaximumChance = 0.01;

    private long _ids;
    private long _rounded;
    private long _notDigits;

    /// <summary>Says what an id looks like.</summary>
    public static IdForm Of(string? id) => id is null ? IdForm.Absent
        : id.AsSpan().ContainsAnyExceptInRange('0', '9') ? IdForm.NotDigits
        : IsRounded(id) ? IdForm.Rounded
        : IdForm.Intact;

    /// <summary>Counts the id of a row.</summary>
    public void Add(IdForm form)
    {
        _ids += form == IdForm.Absent ? 0 : 1;
        _rounded += form == IdForm.Rounded ? 1 : 0;
        _notDigits += form == IdForm.NotDigits ? 1 : 0;
    }

    /// <summary>What to tell the user; <see langword="null"/> when the ids are intact.</summary>
    public string? Describe()
    {
        long mangled = _notDigits + (_rounded > _ids * MaximumChance ? _rounded : 0);
        return mangled == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{mangled:N0} {(mangled == 1 ? "id was" : "ids were")} rounded or written as a number by a spreadsheet or another program, such as 5.90E+18. These rows were matched by SecUid or Handle instead. Open CSV files with UserId as a text column, or keep the rows with Export-Clixml.");
    }

    private static bool IsRounded(string id) =>
        id.Length > SpreadsheetDigits
        && (id.AsSpan(SpreadsheetDigits).Trim('0').IsEmpty || (id.Length >= DoubleProvesFrom && IsShortestFormOfADouble(id)));

    // A double has 17 digits at most; the others are zeros.
    private static bool IsShortestFormOfADouble(string id) =>
        id.EndsWith("00", StringComparison.Ordinal)
        && decimal.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out decimal exact)
        && decimal.Parse(((double)exact).ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) == exact;
}
