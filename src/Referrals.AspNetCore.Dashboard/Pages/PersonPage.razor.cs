using System.ComponentModel;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>All that the program knows of one person.</summary>
/// <remarks>Public because Razor makes it so; nothing of it is promised.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class PersonPage;
