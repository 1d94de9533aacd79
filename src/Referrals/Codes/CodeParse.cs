namespace Referrals.Codes;

/// <summary>What a typed text is: a code, or why it is none. <c>default</c> is no code.</summary>
public readonly record struct CodeParse
{
    private CodeParse(ReferralCode code, CodeFault fault, int position)
    {
        Code = code;
        Fault = fault;
        Position = position;
    }

    /// <summary>The code; <c>default</c> where the text is none.</summary>
    public ReferralCode Code { get; }

    /// <summary>Why the text is no code; <see cref="CodeFault.None"/> where it is one.</summary>
    public CodeFault Fault { get; }

    /// <summary>The index in the text, from 0, of the character that is wrong; -1 where no single one is.</summary>
    public int Position { get; }

    /// <summary>
    /// Whether the text is a code of the format. Whether that code was ever issued is another question.
    /// </summary>
    public bool IsValid => !Code.IsDefault;

    internal static CodeParse Of(ReferralCode code) => new(code, CodeFault.None, -1);

    internal static CodeParse Failed(CodeFault fault, int position = -1) => new(default, fault, position);

    /// <summary>The code, or a sentence for the person who typed.</summary>
    public override string ToString() => Fault switch
    {
        CodeFault.None => Code.ToString(),
        CodeFault.Empty => "Type a code.",
        CodeFault.TooShort => "The code is too short: characters are missing.",
        CodeFault.TooLong => "The code is too long.",
        CodeFault.WrongCharacter => $"Character {Position + 1} cannot be part of a code.",
        CodeFault.WrongPrefix => "The code begins or ends in another way.",
        CodeFault.NoLetter => "A code of your own needs at least one letter.",
        CodeFault.ListedWord => "This code contains a word that is not allowed. Choose another one.",
        CodeFault.Reserved => "This code is reserved. Choose another one.",
        CodeFault.LikeGenerated => "Choose a code of your own with more or fewer characters.",
        _ => "The code has a typing error: a character is wrong, or two were swapped.",
    };
}
