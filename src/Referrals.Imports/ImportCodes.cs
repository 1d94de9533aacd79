namespace Referrals.Imports;

/// <summary>What can be said about a file or a row. What a decision refused has the code of the decision.</summary>
public static class ImportCodes
{
    /// <summary>The file has none of the headings that one of the source's files needs.</summary>
    public const string Heading = "import.heading";

    /// <summary>Two columns have the heading that is needed, so that nobody knows which counts.</summary>
    public const string DuplicateHeading = "import.duplicate_heading";

    /// <summary>From this line on the file cannot be read.</summary>
    public const string Unreadable = "import.unreadable";

    /// <summary>The row has more or fewer cells than the heading.</summary>
    public const string Ragged = "import.ragged";

    /// <summary>A cell that is needed is empty.</summary>
    public const string Missing = "import.missing";

    /// <summary>A text cannot be an id: it is too long, or holds control characters or what is no character.</summary>
    public const string Text = "import.text";

    /// <summary>The cell is no amount.</summary>
    public const string Amount = "import.amount";

    /// <summary>The amount has more decimals than its unit, and <see cref="ImportOptions.Rounding"/> does not say how to round.</summary>
    public const string TooFine = "import.too_fine";

    /// <summary>The cell is no unit, or the file names none and <see cref="ImportOptions.Unit"/> does not either.</summary>
    public const string Unit = "import.unit";

    /// <summary>The cell is no time, or one that could be read in two ways.</summary>
    public const string Time = "import.time";

    /// <summary>The time has no zone, and <see cref="ImportOptions.Zone"/> is not given.</summary>
    public const string Zone = "import.zone";

    /// <summary>The time has not come yet.</summary>
    public const string Ahead = "import.ahead";

    /// <summary>The word for where a reward stands is not known.</summary>
    public const string Status = "import.status";

    /// <summary>The application does not know the person.</summary>
    public const string UnknownPerson = "import.unknown_person";

    /// <summary>The reward waits in the source, and neither the file nor <see cref="ImportOptions.PendingUntil"/> says until when.</summary>
    public const string Pending = "import.pending";

    /// <summary>The balance is below zero: what is owed cannot be granted.</summary>
    public const string Negative = "import.negative";

    /// <summary>The row was imported before with other content, which stands.</summary>
    public const string Changed = "import.changed";

    /// <summary>The row holds nothing to import.</summary>
    public const string Nothing = "import.nothing";

    /// <summary>Note: the person keeps taking part, but the old code cannot be used here.</summary>
    public const string CodeNotKept = "import.code_not_kept";

    /// <summary>Note: the customer or the order was known before, and stays as it was.</summary>
    public const string Known = "import.known";

    /// <summary>Note: the referral was refused; the customer is known, and nobody referred them.</summary>
    public const string NotReferred = "import.not_referred";

    /// <summary>Note: the reward is granted and waits for a second person, as the program asks for rewards of this size.</summary>
    public const string InReview = "import.in_review";
}
