using System.ComponentModel;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>The editor of a version, its trial, and what can be changed of a program while it runs.</summary>
/// <remarks>Public because Razor makes it so; nothing of it is promised.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class PublishingPage;
